package com.samokoder.agents;

import static java.util.Objects.requireNonNull;

import com.samokoder.files.Snapshot;
import com.samokoder.llm.Cancellation;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Hands each step to its agent. */
@Component
class AgentCrew implements Crew {
    private final Map<AgentName, Agent> agents;

    AgentCrew(List<Agent> agents) {
        this.agents = agents.stream().collect(Collectors.toMap(Agent::name, Function.identity()));
        for (AgentName name : AgentName.values()) {
            if (!this.agents.containsKey(name)) {
                throw new IllegalStateException("nobody works as " + name.word());
            }
        }
    }

    @Override
    public StepResult work(
            PipelineState state,
            Step step,
            Snapshot files,
            ModelSource models,
            StepListener listener,
            Cancellation cancellation) {
        var model = models.modelFor(step.agent());
        var assignment = new Assignment(state, step, files, model, listener, cancellation);
        return requireNonNull(agents.get(step.agent())).work(assignment);
    }
}
