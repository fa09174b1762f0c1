package com.samokoder.agents;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * Everything that decides what happens next in a run; stored as JSON between steps. Immutable: a
 * step returns a new one.
 *
 * @param brief what the user asked for
 * @param specification null until written
 * @param architecture null until written
 * @param plan null until written
 * @param tasks how far each task of the plan is
 * @param documented whether the tech writer is done
 */
public record PipelineState(
        Brief brief,
        @Nullable Specification specification,
        @Nullable Architecture architecture,
        @Nullable Plan plan,
        List<TaskProgress> tasks,
        boolean documented) {

    /**
     * @param language {@code ru} or {@code en}: what the user wrote in
     * @param instructions for this run alone
     * @param thoroughness draft, standard or thorough
     */
    public record Brief(
            String name,
            String description,
            @Nullable String techStack,
            @Nullable String instructions,
            String language,
            String thoroughness) {}

    public record Specification(
            String title, String summary, List<String> features, List<String> assumptions) {}

    public record Architecture(
            String stack, String overview, List<String> dependencies, List<PlannedFile> files) {}

    public record PlannedFile(String path, String purpose) {}

    public record Plan(List<Task> tasks) {}

    /**
     * @param dependsOn ids of tasks that must be done first; the plan has no cycle
     * @param files the paths this task writes
     */
    public record Task(
            String id,
            String title,
            String instructions,
            List<String> files,
            List<String> dependsOn) {}

    /**
     * @param attempts how often the developer worked on it
     * @param reviews how often it was sent back
     * @param feedback the reviewer's reasons of the last time, or null
     */
    public record TaskProgress(
            String taskId, Status status, int attempts, int reviews, @Nullable String feedback) {
        public enum Status {
            TODO,
            DEVELOPED,
            ACCEPTED
        }
    }

    /** The state of a run that has not begun. */
    public static PipelineState start(Brief brief) {
        return new PipelineState(brief, null, null, null, List.of(), false);
    }
}
