package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.checks.CheckReport;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.UnaryOperator;

/**
 * What a step leaves behind.
 *
 * @param progress what the step did to the state; applied to the newest one, which other steps may
 *     have changed meanwhile, so it touches nothing but what is its own
 * @param changes to the project's files; empty where the step only thought
 * @param checks what the checks say of the files with the changes; null where nobody looked
 * @param message what the version or the step's row says, in the user's language
 */
public record StepResult(
        UnaryOperator<PipelineState> progress,
        List<FileChange> changes,
        @Nullable CheckReport checks,
        String message) {

    /** A step that only thought. */
    static StepResult thought(UnaryOperator<PipelineState> progress, String message) {
        return new StepResult(progress, List.of(), null, message);
    }

    /** The state after the step, from which {@link Pipeline#next} goes on. */
    public PipelineState after(PipelineState newest) {
        return progress.apply(newest);
    }
}
