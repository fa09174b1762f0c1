package com.samokoder.runs;

import com.samokoder.agents.ContextReport;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A run as the database tells it.
 *
 * @param pauseReason why it waits: budget, provider_quota, rate_limited, stuck, key_invalid,
 *     storage or unavailable
 * @param resumeAfter when it goes on by itself; null where the owner has to resume it
 * @param steps in the order they began; only where one run was asked for
 */
record Run(
        UUID id,
        UUID projectId,
        String kind,
        RunStatus status,
        String mode,
        String thoroughness,
        RunLimits limits,
        @Nullable String instructions,
        boolean cancelRequested,
        int progress,
        @Nullable String currentAgent,
        @Nullable String pauseReason,
        @Nullable Instant resumeAfter,
        @Nullable RunProblem error,
        int stepsDone,
        long inputTokens,
        long outputTokens,
        BigDecimal costUsd,
        long lastSeq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt,
        @Nullable List<Step> steps) {

    /**
     * @param version of the project's files that the step made; null where it only thought
     * @param costUsd null where the model's price is unknown
     * @param context what of the project its model was sent; null where it saw no files
     */
    record Step(
            String id,
            String agent,
            int attempt,
            String status,
            Instant startedAt,
            @Nullable Instant finishedAt,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal costUsd,
            @Nullable Integer version,
            @Nullable String message,
            @Nullable ContextReport context) {}
}
