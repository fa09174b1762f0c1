package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Plan;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.agents.TaskProgress.Status;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which steps on a plan's tasks may begin. A task that was begun keeps its files to itself until it
 * is accepted, so two tasks never write the same file at once. Those that were begun come first:
 * finishing them is what lets others begin.
 */
final class TaskSteps {
    private final PipelineState state;
    private final Plan plan;
    private final Set<String> busy;
    private final Set<String> taken = new HashSet<>();

    TaskSteps(PipelineState state, Plan plan, Collection<Step> underWay) {
        this.state = state;
        this.plan = plan;
        this.busy =
                underWay.stream()
                        .map(Step::taskId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
    }

    List<Step> list() {
        var steps = new ArrayList<Step>();
        for (Task task : plan.tasks()) {
            if (begun(task)) {
                taken.addAll(task.files());
                if (!busy.contains(task.id())) {
                    steps.add(step(state.progress(task.id())));
                }
            }
        }
        for (Task task : plan.tasks()) {
            if (ready(task)) {
                taken.addAll(task.files());
                steps.add(step(state.progress(task.id())));
            }
        }
        return List.copyOf(steps);
    }

    private boolean begun(Task task) {
        var progress = state.progress(task.id());
        return progress.status() != Status.ACCEPTED
                && (progress.attempts() > 0 || busy.contains(task.id()));
    }

    private boolean ready(Task task) {
        return state.progress(task.id()).status() == Status.TODO
                && !begun(task)
                && task.dependsOn().stream()
                        .allMatch(other -> state.progress(other).status() == Status.ACCEPTED)
                && task.files().stream().noneMatch(taken::contains);
    }

    private static Step step(TaskProgress progress) {
        var task = progress.taskId();
        return switch (progress.status()) {
            case DEVELOPED -> {
                var id = "review:%s:%d".formatted(task, progress.reviews() + 1);
                yield new Step(id, AgentName.REVIEWER, task);
            }
            case BROKEN -> {
                var id =
                        "repair:%s:%d:%d"
                                .formatted(task, progress.attempts(), progress.repairsOrNone() + 1);
                yield new Step(id, AgentName.TROUBLESHOOTER, task);
            }
            case TODO, ACCEPTED -> {
                var suffix = progress.attempts() == 0 ? "" : ":" + (progress.attempts() + 1);
                yield new Step("develop:" + task + suffix, AgentName.DEVELOPER, task);
            }
        };
    }
}
