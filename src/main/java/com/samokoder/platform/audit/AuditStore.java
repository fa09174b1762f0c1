package com.samokoder.platform.audit;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** The table of the audit log. */
@Component
class AuditStore {
    private final Database database;
    private final AuditProperties properties;

    AuditStore(Database database, AuditProperties properties) {
        this.database = database;
        this.properties = properties;
    }

    /** All or none; rows that are there already stay as they are. */
    void append(List<AuditRow> rows) {
        database.call(
                Caller.service(),
                "audit_append",
                Map.of("entries", rows, "retention_days", properties.retentionDays()));
    }
}
