package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatModel;

import java.util.Objects;

/** A step handed to its agent, with what it may look at. */
record Assignment(
        PipelineState state,
        Step step,
        Snapshot files,
        ChatModel model,
        StepListener listener,
        Cancellation cancellation) {

    AgentName agent() {
        return step.agent();
    }

    PipelineState.Brief brief() {
        return state.brief();
    }

    BriefLanguage language() {
        return BriefLanguage.ofTag(brief().language());
    }

    Task task() {
        return state.task(taskId());
    }

    TaskProgress progress() {
        return state.progress(taskId());
    }

    private String taskId() {
        return Objects.requireNonNull(step.taskId(), "a step on a task names it");
    }

    String say(String key, Object... arguments) {
        return AgentMessages.text(language(), "agents.step." + key, arguments);
    }
}
