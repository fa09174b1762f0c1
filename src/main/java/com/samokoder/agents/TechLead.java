package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Plan;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Objects;

/** Cuts the architecture into tasks. */
@Component
class TechLead implements Agent {
    private final Prompt system = Prompt.load("tech_lead/system");
    private final Prompt task = Prompt.load("tech_lead/task");
    private final JsonAnswers answers;
    private final ModelLimits limits;

    TechLead(JsonAnswers answers, ModelLimits limits) {
        this.answers = answers;
        this.limits = limits;
    }

    @Override
    public AgentName name() {
        return AgentName.TECH_LEAD;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var state = assignment.state();
        var reading = new PlanReading(Objects.requireNonNull(state.architecture()));
        Plan plan =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(
                                system.render(
                                        Map.of("language", assignment.language().englishName())),
                                task.render(values(assignment)),
                                answers.reader(assignment.listener(), reading::read));
        return StepResult.thought(
                newest -> newest.withPlan(plan), assignment.say("plan", plan.tasks().size()));
    }

    private static Map<String, String> values(Assignment assignment) {
        var state = assignment.state();
        return Map.of(
                "brief", Briefing.of(state.brief()),
                "specification", Briefing.of(state.specification()),
                "architecture", Briefing.of(state.architecture()),
                "tree", ProjectTree.of(assignment.files()));
    }
}
