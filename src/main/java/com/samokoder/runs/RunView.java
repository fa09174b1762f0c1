package com.samokoder.runs;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.samokoder.platform.web.Problem;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A run as the API shows it.
 *
 * @param error why it failed or waits, in the reader's language
 * @param steps left out of lists
 */
record RunView(
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
        @Nullable Problem error,
        Usage usage,
        long lastSeq,
        Instant createdAt,
        @Nullable Instant startedAt,
        @Nullable Instant finishedAt,
        Instant updatedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Run.Step> steps) {

    record Usage(int steps, long inputTokens, long outputTokens, BigDecimal costUsd) {}

    static RunView of(Run run, @Nullable Problem error) {
        return new RunView(
                run.id(),
                run.projectId(),
                run.kind(),
                run.status(),
                run.mode(),
                run.thoroughness(),
                run.limits(),
                run.instructions(),
                run.cancelRequested(),
                run.progress(),
                run.currentAgent(),
                run.pauseReason(),
                run.resumeAfter(),
                error,
                new Usage(run.stepsDone(), run.inputTokens(), run.outputTokens(), run.costUsd()),
                run.lastSeq(),
                run.createdAt(),
                run.startedAt(),
                run.finishedAt(),
                run.updatedAt(),
                run.steps());
    }
}
