package com.samokoder.auth.audit;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Repository
final class AuditEventRepository {
    private final Database database;

    AuditEventRepository(Database database) {
        this.database = database;
    }

    /** Newest first, from the position after which the page begins. */
    List<AuditedEvent> list(UserId user, @Nullable Position after, int limit) {
        return database.list(
                user.caller(),
                "auth_list_audit_events",
                Database.arguments(
                        "before_created_at", (after == null) ? null : after.createdAt(),
                        "before_id", (after == null) ? null : after.id(),
                        "limit", limit),
                AuditedEvent.class);
    }

    record Position(Instant createdAt, UUID id) {}
}
