package com.samokoder.auth.token;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Repository
final class AccessTokenRepository {
    private final Database database;

    AccessTokenRepository(Database database) {
        this.database = database;
    }

    /** {@code conflict} where the user has as many as allowed. */
    AccessToken add(UserId user, NewToken token, int most) {
        return database.get(
                Caller.service(),
                "auth_add_access_token",
                Database.arguments(
                        "user_id", user.value(),
                        "id", token.id(),
                        "name", token.name(),
                        "public_id", token.publicId(),
                        "secret_hash", token.secretHash(),
                        "scopes", token.scopes(),
                        "expires_at", token.expiresAt(),
                        "budget", token.budget(),
                        "most", most),
                AccessToken.class);
    }

    /** Newest first, from the position after which the page begins. */
    List<AccessToken> list(UserId user, @Nullable Position after, int limit) {
        return database.list(
                user.caller(),
                "auth_list_access_tokens",
                Database.arguments(
                        "before_created_at", (after == null) ? null : after.createdAt(),
                        "before_id", (after == null) ? null : after.id(),
                        "limit", limit),
                AccessToken.class);
    }

    void revoke(UserId user, UUID id) {
        database.call(
                Caller.service(),
                "auth_revoke_access_token",
                Map.of("user_id", user.value(), "id", id));
    }

    void touch(UserId user, UUID id) {
        database.call(
                Caller.service(),
                "auth_touch_access_token",
                Map.of("user_id", user.value(), "id", id));
    }

    record NewToken(
            UUID id,
            String name,
            String publicId,
            byte[] secretHash,
            List<String> scopes,
            @Nullable Instant expiresAt,
            @Nullable TokenBudget budget) {}

    record Position(Instant createdAt, UUID id) {}
}
