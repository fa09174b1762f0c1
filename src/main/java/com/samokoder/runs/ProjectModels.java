package com.samokoder.runs;

import com.samokoder.agents.AgentName;
import com.samokoder.agents.ModelSource;
import com.samokoder.auth.UserId;
import com.samokoder.gateway.LlmGateway;
import com.samokoder.gateway.ModelWish;
import com.samokoder.gateway.SpendListener;
import com.samokoder.llm.ChatModel;
import com.samokoder.projects.ProjectBrief;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** The models that a project's settings name, opened for one step of a run. */
record ProjectModels(
        LlmGateway gateway,
        UserId user,
        ProjectBrief project,
        UUID run,
        String step,
        SpendListener spending,
        CallGuard guard)
        implements ModelSource {

    @Override
    public ChatModel modelFor(AgentName agent) {
        var config = project.aiConfig();
        var model =
                gateway.open(
                        new ModelWish(
                                user,
                                config.provider(),
                                modelOf(agent),
                                config.keyId(),
                                project.id().value(),
                                run,
                                step,
                                agent.word(),
                                null,
                                spending));
        return new GuardedModel(model, guard);
    }

    private @Nullable String modelOf(AgentName agent) {
        var config = project.aiConfig();
        var own = config.agents() == null ? null : config.agents().get(agent.word());
        return own == null ? config.model() : own.model();
    }
}
