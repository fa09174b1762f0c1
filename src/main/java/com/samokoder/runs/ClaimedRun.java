package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

/**
 * A run as a worker gets it.
 *
 * @param attempts claims since the last finished step, this one included
 */
record ClaimedRun(
        UUID id,
        UUID userId,
        UUID projectId,
        long epoch,
        int attempts,
        PipelineState state,
        RunLimits limits,
        int steps,
        long tokens,
        BigDecimal costUsd,
        long workedMs,
        boolean cancelRequested,
        long lastSeq) {

    Lease lease() {
        return new Lease(new RunId(id), new UserId(userId), epoch);
    }

    ProjectId project() {
        return new ProjectId(projectId);
    }

    RunUse use() {
        return new RunUse(steps, tokens, costUsd, Duration.ofMillis(workedMs));
    }
}
