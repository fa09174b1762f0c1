package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Task;
import com.samokoder.agents.PipelineState.TaskProgress;
import com.samokoder.agents.PipelineState.TaskProgress.Status;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Think first (specification, architecture, plan), then write and review the plan's tasks in the
 * order of their dependencies, then document.
 */
@Component
class TaskPipeline implements Pipeline {
    private static final int SPECIFIED = 4;
    private static final int DRAWN = 8;
    private static final int PLANNED = 12;
    private static final int BUILT = 94;

    @Override
    public Optional<Step> next(PipelineState state) {
        if (state.specification() == null) {
            return Optional.of(new Step("specification", AgentName.SPEC_WRITER, null));
        }
        if (state.architecture() == null) {
            return Optional.of(new Step("architecture", AgentName.ARCHITECT, null));
        }
        if (state.plan() == null) {
            return Optional.of(new Step("plan", AgentName.TECH_LEAD, null));
        }
        return nextOnTasks(state, state.plan().tasks()).or(() -> documentation(state));
    }

    private static Optional<Step> nextOnTasks(PipelineState state, List<Task> tasks) {
        return review(state).or(() -> develop(state, tasks));
    }

    private static Optional<Step> review(PipelineState state) {
        return state.tasks().stream()
                .filter(progress -> progress.status() == Status.DEVELOPED)
                .findFirst()
                .map(progress ->
                        new Step(
                                "review:%s:%d".formatted(progress.taskId(), progress.reviews() + 1),
                                AgentName.REVIEWER,
                                progress.taskId()));
    }

    private static Optional<Step> develop(PipelineState state, List<Task> tasks) {
        var accepted =
                state.tasks().stream()
                        .filter(progress -> progress.status() == Status.ACCEPTED)
                        .map(TaskProgress::taskId)
                        .collect(Collectors.toSet());
        var open = tasks.stream().filter(task -> !accepted.contains(task.id())).toList();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        var ready =
                open.stream()
                        .filter(task -> accepted.containsAll(task.dependsOn()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalStateException("the plan has a cycle"));
        int attempts = state.progress(ready.id()).attempts();
        var suffix = attempts == 0 ? "" : ":" + (attempts + 1);
        return Optional.of(
                new Step("develop:" + ready.id() + suffix, AgentName.DEVELOPER, ready.id()));
    }

    private static Optional<Step> documentation(PipelineState state) {
        return state.documented()
                ? Optional.empty()
                : Optional.of(new Step("documentation", AgentName.TECH_WRITER, null));
    }

    @Override
    public int progressPercent(PipelineState state) {
        if (state.documented()) {
            return 100;
        }
        if (state.specification() == null) {
            return 0;
        }
        if (state.architecture() == null) {
            return SPECIFIED;
        }
        if (state.plan() == null) {
            return DRAWN;
        }
        double done = state.tasks().stream().mapToDouble(TaskPipeline::share).sum();
        int tasks = Objects.requireNonNull(state.plan()).tasks().size();
        return PLANNED + (int) Math.floor((BUILT - PLANNED) * done / tasks);
    }

    /** Never falls: a task that is sent back keeps what it had and gains a little. */
    private static double share(TaskProgress task) {
        if (task.status() == Status.ACCEPTED) {
            return 1;
        }
        return task.attempts() == 0 ? 0 : 0.55 + 0.05 * (task.attempts() + task.reviews());
    }
}
