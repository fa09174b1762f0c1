package com.samokoder.auth;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;

/**
 * The authenticated caller of a request; a controller method takes it as a parameter.
 *
 * @param sessionId the sign-in session, where the caller came with one
 * @param accessTokenId the access token, where the caller came with one
 * @param scopes what the credential allows; a session has all
 * @param admin whether this user may see the installation's own numbers
 */
public record CurrentUser(
        UserId id,
        @Nullable UUID sessionId,
        @Nullable UUID accessTokenId,
        Set<Scope> scopes,
        boolean admin) {}
