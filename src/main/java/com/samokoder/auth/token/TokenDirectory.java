package com.samokoder.auth.token;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Access tokens by their public id, asked when it is not known yet whose they are. */
@Repository
final class TokenDirectory {
    private final Database database;

    TokenDirectory(Database database) {
        this.database = database;
    }

    Optional<Entry> find(String publicId) {
        return database.find(
                Caller.service(),
                "auth_find_access_token",
                Map.of("public_id", publicId),
                Entry.class);
    }

    boolean counts(UserId user, UUID id) {
        return database.get(
                Caller.service(),
                "auth_access_token_counts",
                Map.of("user_id", user.value(), "id", id),
                Boolean.class);
    }

    record Entry(
            UUID id,
            UUID userId,
            byte[] secretHash,
            List<String> scopes,
            @Nullable Instant expiresAt) {}
}
