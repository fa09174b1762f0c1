package com.samokoder.auth.local;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import tools.jackson.databind.JsonNode;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions and their refresh tokens; a refresh token is all that its bearer shows of himself. */
@WithoutSupabase
@Repository
final class SessionDirectory {
    private final Database database;

    SessionDirectory(Database database) {
        this.database = database;
    }

    void open(UserId user, Ticket ticket, long lifetimeSeconds) {
        database.call(
                Caller.service(),
                "local_open_session",
                Map.of(
                        "user_id", user.value(),
                        "session_id", ticket.session(),
                        "refresh_hash", ticket.refreshHash(),
                        "lifetime_seconds", lifetimeSeconds));
    }

    /** Empty for a token that never counted, counts no longer, or belongs to an ended session. */
    Optional<Exchange> refresh(
            byte[] hash, byte[] successorHash, long graceSeconds, long lifetimeSeconds) {
        return database.find(
                Caller.service(),
                "local_refresh",
                Map.of(
                        "hash", hash,
                        "successor_hash", successorHash,
                        "grace_seconds", graceSeconds,
                        "lifetime_seconds", lifetimeSeconds),
                Exchange.class);
    }

    boolean active(UserId user, UUID session) {
        return database.call(
                        Caller.service(),
                        "local_session_active",
                        Map.of("user_id", user.value(), "session_id", session))
                .map(JsonNode::asBoolean)
                .orElse(false);
    }

    void end(UserId user, UUID session) {
        database.call(
                Caller.service(),
                "local_end_session",
                Map.of("user_id", user.value(), "session_id", session));
    }

    void endAll(UserId user) {
        database.call(
                Caller.service(),
                "local_end_sessions",
                Database.arguments("user_id", user.value(), "spared_session_id", null));
    }

    /**
     * What became of a refresh token.
     *
     * @param identity null where the token was a copy and the session has ended for it
     */
    record Exchange(UUID userId, UUID sessionId, @Nullable StoredCredentials identity) {}
}
