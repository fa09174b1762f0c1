package com.samokoder.platform.audit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;
import org.springframework.stereotype.Component;

/** One line for each row, under a logger's name of its own, for whoever ships logs. */
@Component
class AuditLines {
    private static final Logger AUDIT = LoggerFactory.getLogger("audit");

    void print(AuditRow row) {
        var line = AUDIT.atInfo();
        add(line, "audit_id", row.id());
        add(line, "audit_event", row.event());
        add(line, "audit_outcome", row.outcome());
        add(line, "audit_user_id", row.userId());
        add(line, "audit_subject_id", row.subjectId());
        add(line, "audit_access_token_id", row.accessTokenId());
        add(line, "audit_address_hash", row.addressHash());
        add(line, "audit_client_address", row.clientAddress());
        line.log("{} {} by {} about {}", row.event(), row.outcome(), row.userId(), row.subjectId());
    }

    private static void add(LoggingEventBuilder line, String name, @Nullable Object value) {
        if (value != null) {
            line.addKeyValue(name, value.toString());
        }
    }
}
