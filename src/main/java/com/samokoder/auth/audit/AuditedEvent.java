package com.samokoder.auth.audit;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** One thing that happened to an account, as its user reads it. */
record AuditedEvent(
        UUID id,
        Instant createdAt,
        String event,
        String outcome,
        @Nullable UUID subjectId,
        @Nullable UUID accessTokenId,
        @Nullable String clientAddress,
        @Nullable String requestId) {}
