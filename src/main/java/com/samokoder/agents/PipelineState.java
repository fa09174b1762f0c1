package com.samokoder.agents;

import static java.util.Objects.requireNonNull;

import com.samokoder.agents.TaskProgress.Status;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

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
 * @param chat what the run answers; null where it builds the project
 * @param inspection how far the checks of the whole are; null until they were run
 */
public record PipelineState(
        Brief brief,
        @Nullable Specification specification,
        @Nullable Architecture architecture,
        @Nullable Plan plan,
        List<TaskProgress> tasks,
        boolean documented,
        @Nullable Approvals approvals,
        @Nullable Chat chat,
        @Nullable Inspection inspection) {

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

        /** The same for a message of its own language. */
        public Brief toldIn(String message) {
            var language = BriefLanguage.of(message).tag();
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
            List<String> dependsOn) {

        Task without(Set<String> others) {
            var left = dependsOn.stream().filter(id -> !others.contains(id)).toList();
            return new Task(id, title, instructions, files, left);
        }
    }

    /**
     * The checks of the whole project, after its tasks.
     *
     * @param repairs how often the troubleshooter worked on what they found
     * @param done whether nothing is left that is worth another try
     */
    public record Inspection(int repairs, boolean done) {}

    /** The state of a run that has not begun. */
    public static PipelineState start(Brief brief) {
        return new PipelineState(brief, null, null, null, List.of(), false, null, null, null);
    }

    /** The same for a run that asks its owner at checkpoints. */
    public static PipelineState startInteractive(Brief brief) {
        return start(brief).withApprovals(new Approvals(false, false, List.of(), null));
    }

    /**
     * The state of a chat that has not begun: a change is a plan of one task, whose files nobody
     * knows yet.
     *
     * @param specification of the project, where it has one
     * @param architecture of the project, where it has one
     */
    public static PipelineState chat(
            Brief brief,
            @Nullable Specification specification,
            @Nullable Architecture architecture,
            Chat chat) {
        var start = start(brief).with(specification, architecture).withChat(chat);
        return chat.asks() ? start : start.withPlan(new Plan(List.of(ChatTask.of(chat))));
    }

    PipelineState withSpecification(Specification written) {
        return with(written, architecture);
    }

    PipelineState withoutSpecification() {
        return with(null, architecture);
    }

    PipelineState withArchitecture(Architecture drawn) {
        return with(specification, drawn);
    }

    private PipelineState with(@Nullable Specification written, @Nullable Architecture drawn) {
        return new PipelineState(
                brief, written, drawn, plan, tasks, documented, approvals, chat, inspection);
    }

    PipelineState withPlan(Plan made) {
        var todo = made.tasks().stream().map(task -> TaskProgress.todo(task.id())).toList();
        return with(made, todo, documented);
    }

    PipelineState withDocumentation() {
        return with(plan, tasks, true);
    }

    PipelineState withProgress(TaskProgress changed) {
        var next =
                tasks.stream()
                        .map(task -> task.taskId().equals(changed.taskId()) ? changed : task)
                        .toList();
        return with(plan, next, documented);
    }

    private PipelineState with(@Nullable Plan made, List<TaskProgress> next, boolean described) {
        return new PipelineState(
                brief,
                specification,
                architecture,
                made,
                next,
                described,
                approvals,
                chat,
                inspection);
    }

    PipelineState withApprovals(@Nullable Approvals given) {
        return with(given, chat, inspection);
    }

    PipelineState withInspection(Inspection made) {
        return with(approvals, chat, made);
    }

    PipelineState withReply(String reply) {
        return withChat(requireNonNull(chat).withReply(reply));
    }

    private PipelineState withChat(Chat said) {
        return with(approvals, said, inspection);
    }

    private PipelineState with(
            @Nullable Approvals given, @Nullable Chat said, @Nullable Inspection made) {
        return new PipelineState(
                brief, specification, architecture, plan, tasks, documented, given, said, made);
    }

    boolean built() {
        return tasks.stream().allMatch(task -> task.status() == Status.ACCEPTED);
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
