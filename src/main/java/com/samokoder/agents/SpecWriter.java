package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Specification;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** Turns the wish into a specification. */
@Component
class SpecWriter implements Agent {
    private final Prompt system = Prompt.load("spec_writer/system");
    private final Prompt task = Prompt.load("spec_writer/task");
    private final JsonAnswers answers;
    private final ModelLimits limits;

    SpecWriter(JsonAnswers answers, ModelLimits limits) {
        this.answers = answers;
        this.limits = limits;
    }

    @Override
    public AgentName name() {
        return AgentName.SPEC_WRITER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var specification =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(
                                system.render(
                                        Map.of("language", assignment.language().englishName())),
                                task.render(
                                        Map.of(
                                                "brief", Briefing.of(assignment.brief()),
                                                "tree", FileContext.tree(assignment.files()))),
                                answers.reader(assignment.listener(), SpecWriter::read));
        return new StepResult(
                newest -> newest.withSpecification(specification),
                List.of(),
                assignment.say("specification", specification.title()));
    }

    private static Specification read(AnswerFields answer) {
        return new Specification(
                answer.text("title"),
                answer.text("summary"),
                answer.texts("features", 1, 40),
                answer.texts("assumptions", 0, 40));
    }
}
