package com.samokoder.agents;

import com.samokoder.files.FileChange;

import java.util.List;

/**
 * What a step leaves behind.
 *
 * @param state the state after it, from which {@link Pipeline#next} goes on
 * @param changes to the project's files; empty where the step only thought
 * @param message what the version or the step's row says, in the user's language
 */
public record StepResult(PipelineState state, List<FileChange> changes, String message) {}
