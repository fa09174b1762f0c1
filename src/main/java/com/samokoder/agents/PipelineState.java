package com.samokoder.agents;

import static java.util.Objects.requireNonNull;

import com.samokoder.agents.PipelineState.TaskProgress.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

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
 * @param approvals what the owner decided so far; null where the run asks nobody
 */
public record PipelineState(
        Brief brief,
        @Nullable Specification specification,
        @Nullable Architecture architecture,
        @Nullable Plan plan,
        List<TaskProgress> tasks,
        boolean documented,
        @Nullable Approvals approvals) {

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
            String thoroughness) {

        /** A brief in the language that its description is written in. */
        public static Brief of(
                String name,
                String description,
                @Nullable String techStack,
                @Nullable String instructions,
                String thoroughness) {
            var language = BriefLanguage.of(description + " " + name).tag();
            return new Brief(name, description, techStack, instructions, language, thoroughness);
        }
    }

    /**
     * @param questions what only the owner can decide; empty where nobody is asked
     */
    public record Specification(
            String title,
            String summary,
            List<String> features,
            List<String> assumptions,
            List<String> questions) {

        /** Those stored before there were questions have none. */
        public Specification {
            questions = Objects.requireNonNullElse(questions, List.of());
        }

        Specification answered(List<String> answers) {
            var known = new ArrayList<>(assumptions);
            known.addAll(answers);
            return new Specification(title, summary, features, List.copyOf(known), List.of());
        }
    }

    /**
     * @param remarks of the owner on specifications that were sent back, oldest first
     * @param sentBack what the last remark is about
     */
    public record Approvals(
            boolean specification,
            boolean plan,
            List<String> remarks,
            @Nullable Specification sentBack) {}

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
     * @param feedback the reviewer's reasons of the last time, or null; on an accepted task, what
     *     was still open when the reviews were used up
     */
    public record TaskProgress(
            String taskId, Status status, int attempts, int reviews, @Nullable String feedback) {
        public enum Status {
            TODO,
            DEVELOPED,
            ACCEPTED
        }

        TaskProgress developed(Status reached) {
            return new TaskProgress(taskId, reached, attempts + 1, reviews, feedback);
        }

        TaskProgress sentBack(String reasons) {
            return new TaskProgress(taskId, Status.TODO, attempts, reviews + 1, reasons);
        }

        TaskProgress accepted(@Nullable String openRemarks) {
            return new TaskProgress(taskId, Status.ACCEPTED, attempts, reviews, openRemarks);
        }
    }

    /** The state of a run that has not begun. */
    public static PipelineState start(Brief brief) {
        return new PipelineState(brief, null, null, null, List.of(), false, null);
    }

    /** The same for a run that asks its owner at checkpoints. */
    public static PipelineState startInteractive(Brief brief) {
        return start(brief).withApprovals(new Approvals(false, false, List.of(), null));
    }

    PipelineState withSpecification(Specification written) {
        return new PipelineState(brief, written, architecture, plan, tasks, documented, approvals);
    }

    PipelineState withArchitecture(Architecture drawn) {
        return new PipelineState(brief, specification, drawn, plan, tasks, documented, approvals);
    }

    PipelineState withPlan(Plan made) {
        var todo =
                made.tasks().stream()
                        .map(task -> new TaskProgress(task.id(), Status.TODO, 0, 0, null))
                        .toList();
        return new PipelineState(
                brief, specification, architecture, made, todo, documented, approvals);
    }

    PipelineState withDocumentation() {
        return new PipelineState(brief, specification, architecture, plan, tasks, true, approvals);
    }

    PipelineState withProgress(TaskProgress changed) {
        var next =
                tasks.stream()
                        .map(task -> task.taskId().equals(changed.taskId()) ? changed : task)
                        .toList();
        return new PipelineState(
                brief, specification, architecture, plan, next, documented, approvals);
    }

    PipelineState withApprovals(@Nullable Approvals given) {
        return new PipelineState(
                brief, specification, architecture, plan, tasks, documented, given);
    }

    PipelineState withoutSpecification() {
        return new PipelineState(brief, null, architecture, plan, tasks, documented, approvals);
    }

    Task task(String id) {
        return requireNonNull(plan).tasks().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the plan has no task " + id));
    }

    TaskProgress progress(String id) {
        return tasks.stream()
                .filter(task -> task.taskId().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no progress of task " + id));
    }
}
