package com.samokoder.runs;

import com.samokoder.agents.CheckpointKind;
import com.samokoder.agents.PipelineState;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * What an interactive run asks its owner.
 *
 * @param status open, resolved, or dropped where the run went on without an answer
 * @param decision approve or change; null until resolved
 */
record Checkpoint(
        UUID id,
        UUID runId,
        CheckpointKind kind,
        String status,
        Content content,
        @Nullable String decision,
        Instant createdAt,
        @Nullable Instant resolvedAt) {

    /**
     * What is to be decided.
     *
     * @param architecture what the plan cuts into tasks; null at the checkpoint of the
     *     specification
     * @param plan null at the checkpoint of the specification
     */
    record Content(
            PipelineState.@Nullable Specification specification,
            PipelineState.@Nullable Architecture architecture,
            PipelineState.@Nullable Plan plan) {

        static Content of(CheckpointKind kind, PipelineState state) {
            return switch (kind) {
                case SPECIFICATION -> new Content(state.specification(), null, null);
                case PLAN -> new Content(state.specification(), state.architecture(), state.plan());
            };
        }
    }
}
