package com.samokoder.agents;

import com.samokoder.agents.TaskProgress.Status;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Think first (specification, architecture, plan), then write and review the plan's tasks, each as
 * soon as those that it depends on are accepted, then check the whole and document it. What the
 * checks find in a step's files is repaired before anybody reviews them. A chat is one task without
 * the rest, or one answer.
 */
@Component
class TaskPipeline implements Pipeline {
    private static final int SPECIFIED = 4;
    private static final int DRAWN = 8;
    private static final int PLANNED = 12;
    private static final int BUILT = 94;

    @Override
    public List<Step> next(PipelineState state, Collection<Step> underWay) {
        if (checkpoint(state).isPresent()) {
            return List.of();
        }
        var chat = state.chat();
        var plan = state.plan();
        if (plan == null) {
            return underWay.isEmpty() ? thinking(state, chat) : List.of();
        }
        var steps = new TaskSteps(state, plan, underWay).list();
        if (!steps.isEmpty() || !underWay.isEmpty() || state.documented()) {
            return steps;
        }
        if (!state.built()) {
            throw new IllegalStateException("the plan has a cycle");
        }
        return chat == null ? List.of(finishing(state)) : List.of();
    }

    private static List<Step> thinking(PipelineState state, @Nullable Chat chat) {
        if (chat == null) {
            return List.of(planning(state));
        }
        return chat.reply() == null
                ? List.of(new Step("answer", AgentName.ASSISTANT, null))
                : List.of();
    }

    /** The whole is checked before it is described. */
    private static Step finishing(PipelineState state) {
        var inspection = state.inspection();
        if (inspection == null || !inspection.done()) {
            int repairs = inspection == null ? 0 : inspection.repairs();
            return new Step(
                    repairs == 0 ? "checks" : "checks:" + (repairs + 1),
                    AgentName.TROUBLESHOOTER,
                    null);
        }
        return new Step("documentation", AgentName.TECH_WRITER, null);
    }

    private static Step planning(PipelineState state) {
        if (state.specification() == null) {
            int sentBack = state.approvals() == null ? 0 : state.approvals().remarks().size();
            var suffix = sentBack == 0 ? "" : ":" + (sentBack + 1);
            return new Step("specification" + suffix, AgentName.SPEC_WRITER, null);
        }
        return state.architecture() == null
                ? new Step("architecture", AgentName.ARCHITECT, null)
                : new Step("plan", AgentName.TECH_LEAD, null);
    }

    @Override
    public Optional<CheckpointKind> checkpoint(PipelineState state) {
        return Checkpoints.of(state);
    }

    @Override
    public PipelineState decide(PipelineState state, Decision decision) {
        return Checkpoints.decide(state, decision);
    }

    @Override
    public int progressPercent(PipelineState state) {
        if (state.chat() != null) {
            return chatPercent(state, state.chat());
        }
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

    private static int chatPercent(PipelineState state, Chat chat) {
        if (state.plan() == null) {
            return chat.reply() == null ? 0 : 100;
        }
        return (int)
                Math.floor(100 * state.tasks().stream().mapToDouble(TaskPipeline::share).sum());
    }

    /** Never falls: a task that is sent back keeps what it had and gains a little. */
    private static double share(TaskProgress task) {
        if (task.status() == Status.ACCEPTED) {
            return 1;
        }
        return task.attempts() == 0 ? 0 : 0.55 + 0.05 * (task.attempts() + task.reviews());
    }
}
