package com.samokoder.agents;

import com.samokoder.agents.PipelineState.Approvals;
import com.samokoder.agents.PipelineState.Specification;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** Turns the wish into a specification. */
@Component
class SpecWriter implements Agent {
    private static final int MOST_QUESTIONS = 5;
    private static final Map<String, String> NONE = Map.of();

    private final Prompt system = Prompt.load("spec_writer/system");
    private final Prompt task = Prompt.load("spec_writer/task");
    private final Prompt asking = Prompt.load("spec_writer/ask");
    private final Prompt assuming = Prompt.load("spec_writer/assume");
    private final Prompt rewriting = Prompt.load("spec_writer/rewrite");
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
        var approvals = assignment.state().approvals();
        boolean asks = approvals != null;
        var specification =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .about("interactive", asks ? "true" : null)
                        .about("remark", approvals == null ? null : lastRemark(approvals))
                        .ask(
                                system.render(
                                        Map.of(
                                                "language", assignment.language().englishName(),
                                                "openness",
                                                        (asks ? asking : assuming).render(NONE))),
                                task.render(
                                        Map.of(
                                                "brief", Briefing.of(assignment.brief()),
                                                "tree", ProjectTree.of(assignment.files()),
                                                "talk", talk(approvals))),
                                answers.reader(
                                        assignment.listener(), fields -> read(fields, asks)));
        return StepResult.thought(
                newest -> newest.withSpecification(specification),
                assignment.say("specification", specification.title()));
    }

    private static @Nullable String lastRemark(Approvals approvals) {
        return approvals.remarks().isEmpty() ? null : approvals.remarks().getLast();
    }

    private String talk(@Nullable Approvals approvals) {
        return approvals == null || approvals.sentBack() == null
                ? ""
                : rewriting.render(
                        Map.of(
                                "specification", Briefing.of(approvals.sentBack()),
                                "remarks", Briefing.list(approvals.remarks())));
    }

    private static Specification read(AnswerFields answer, boolean asks) {
        return new Specification(
                answer.text("title"),
                answer.text("summary"),
                answer.texts("features", 1, 40),
                answer.texts("assumptions", 0, 40),
                asks ? answer.texts("questions", 0, MOST_QUESTIONS) : List.of());
    }
}
