package com.samokoder.platform.audit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of the log.
 *
 * @param addressHash keyed, in hex
 */
record AuditRow(
        UUID id,
        Instant createdAt,
        String event,
        String outcome,
        @Nullable UUID userId,
        @Nullable UUID subjectId,
        @Nullable UUID accessTokenId,
        @Nullable String addressHash,
        @Nullable String clientAddress,
        @Nullable String requestId) {}
