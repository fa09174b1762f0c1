package com.samokoder.agents;

import com.samokoder.files.FileChange;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a step leaves behind.
 *
 * @param progress what the step did to the state; applied to the newest one, which other steps may
 *     have changed meanwhile, so it touches nothing but what is its own
 * @param changes to the project's files; empty where the step only thought
 * @param message what the version or the step's row says, in the user's language
 */
public record StepResult(
        UnaryOperator<PipelineState> progress, List<FileChange> changes, String message) {

    /** The state after the step, from which {@link Pipeline#next} goes on. */
    public PipelineState after(PipelineState newest) {
        return progress.apply(newest);
    }
}
