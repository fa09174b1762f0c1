package com.samokoder.runs;

import com.samokoder.agents.CheckpointKind;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** How a worker leaves a run. */
sealed interface Ending {

    record Completed() implements Ending {}

    record Cancelled() implements Ending {}

    record Failed(RunProblem problem) implements Ending {}

    /**
     * @param resumeAfter null where the owner has to resume it
     * @param problem null where nothing went wrong
     * @param stuck null for other reasons
     */
    record Paused(
            String reason,
            @Nullable Duration resumeAfter,
            @Nullable RunProblem problem,
            Stuck.@Nullable Report stuck)
            implements Ending {

        Paused(String reason, @Nullable Duration resumeAfter, @Nullable RunProblem problem) {
            this(reason, resumeAfter, problem, null);
        }
    }

    /** Waits for the owner's decision. */
    record AwaitingInput(CheckpointKind kind, Checkpoint.Content content) implements Ending {}

    /** Back into the queue, because this worker shuts down. */
    record Released() implements Ending {}
}
