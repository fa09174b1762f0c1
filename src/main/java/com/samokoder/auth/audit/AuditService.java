package com.samokoder.auth.audit;

import com.samokoder.auth.UserId;
import com.samokoder.platform.web.Cursors;
import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

@Service
class AuditService {
    private final AuditEventRepository events;
    private final Cursors cursors;

    AuditService(AuditEventRepository events, Cursors cursors) {
        this.events = events;
        this.cursors = cursors;
    }

    Page<AuditedEvent> list(UserId user, int limit, @Nullable String cursor) {
        var filter = "audit_events/" + user;
        var rows = events.list(user, position(cursors.decode(cursor, filter)), limit + 1);
        return cursors.page(
                rows,
                limit,
                filter,
                event -> List.of(event.createdAt().toString(), event.id().toString()));
    }

    private static AuditEventRepository.@Nullable Position position(
            @Nullable List<String> decoded) {
        return (decoded == null)
                ? null
                : new AuditEventRepository.Position(
                        Instant.parse(decoded.get(0)), UUID.fromString(decoded.get(1)));
    }
}
