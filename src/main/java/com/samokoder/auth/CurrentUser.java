package com.samokoder.auth;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;

/**
 * The authenticated caller of a request; a controller method takes it as a parameter.
 *
 * @param sessionId the sign-in session, where the caller came with one
 * @param accessTokenId the access token, where the caller came with one
 * @param scopes what the credential allows; a session has all, and none before its second factor
 * @param admin whether this user may see the installation's own numbers
 * @param bearer the session's JWT, where the caller came with one
 */
public record CurrentUser(
        UserId id,
        @Nullable UUID sessionId,
        @Nullable UUID accessTokenId,
        Set<Scope> scopes,
        boolean admin,
        @Nullable Bearer bearer) {
    /**
     * @throws ApiException {@code forbidden} for an access token
     */
    public UUID requireSession() {
        if (sessionId == null) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
        return sessionId;
    }

    /**
     * @throws ApiException {@code forbidden} for an access token
     */
    public Bearer requireBearer() {
        if (bearer == null) {
            throw ApiException.of(ErrorCode.FORBIDDEN);
        }
        return bearer;
    }
}
