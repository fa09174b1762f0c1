package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

@Repository
class RunPayerRepository {
    private final Database database;

    RunPayerRepository(Database database) {
        this.database = database;
    }

    void set(UserId user, UUID run, UUID accessTokenId) {
        database.call(
                Caller.service(),
                "usage_set_run_payer",
                Map.of("user_id", user.value(), "run_id", run, "access_token_id", accessTokenId));
    }

    Optional<RunPayer> find(UserId user, UUID run) {
        return database.find(
                Caller.service(),
                "usage_run_spender",
                Map.of("user_id", user.value(), "run_id", run),
                RunPayer.class);
    }

    /**
     * @param revoked whether the token was, since, or has expired
     */
    record RunPayer(@Nullable UUID accessTokenId, boolean revoked) {}
}
