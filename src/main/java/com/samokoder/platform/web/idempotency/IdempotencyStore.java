package com.samokoder.platform.web.idempotency;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** Keys and answers in the database, shared by all replicas. */
@Component
class IdempotencyStore {
    private final Database database;

    enum Outcome {
        EXECUTE,
        RUNNING,
        MISMATCH,
        REPLAY,
        GONE
    }

    record Claim(Outcome outcome, int attempt, @Nullable StoredAnswer answer) {}

    private record Begun(
            Outcome outcome, @Nullable Integer attempt, @Nullable StoredAnswer answer) {}

    IdempotencyStore(Database database) {
        this.database = database;
    }

    /**
     * @param lease how long a request may run before its process counts as dead
     */
    Claim begin(UUID user, String key, String route, byte[] fingerprint, Duration lease) {
        var begun =
                database.get(
                        Caller.service(),
                        "idempotency_begin",
                        Map.of(
                                "user_id", user,
                                "key", key,
                                "route", route,
                                "fingerprint", fingerprint,
                                "lease_seconds", lease.toSeconds()),
                        Begun.class);
        int attempt = begun.attempt() == null ? 0 : begun.attempt();
        return new Claim(begun.outcome(), attempt, begun.answer());
    }

    void finish(UUID user, String key, int attempt, @Nullable StoredAnswer answer) {
        database.call(
                Caller.service(),
                "idempotency_finish",
                Database.arguments(
                        "user_id", user, "key", key, "attempt", attempt, "answer", answer));
    }

    void release(UUID user, String key, int attempt) {
        database.call(
                Caller.service(),
                "idempotency_release",
                Map.of("user_id", user, "key", key, "attempt", attempt));
    }
}
