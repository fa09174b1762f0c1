package com.samokoder.agents;

import com.samokoder.agents.PipelineState.TaskProgress;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;

/** Reads what the developer wrote and accepts it or sends it back, at most twice. */
@Component
class Reviewer implements Agent {
    private static final int SENT_BACK_AT_MOST = 2;

    private final Prompt system = Prompt.load("reviewer/system");
    private final Prompt task = Prompt.load("reviewer/task");
    private final JsonAnswers answers;
    private final ModelLimits limits;
    private final FileWriting writing;

    Reviewer(JsonAnswers answers, ModelLimits limits, FileWriting writing) {
        this.answers = answers;
        this.limits = limits;
        this.writing = writing;
    }

    /**
     * @param reasons empty when accepted
     */
    private record Verdict(boolean accepted, List<String> reasons) {}

    @Override
    public AgentName name() {
        return AgentName.REVIEWER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var scope = TaskScope.of(assignment);
        var instructions = system(assignment);
        var files = writing.files(assignment, instructions, scope.own(), scope.foundation());
        var verdict =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(
                                instructions,
                                task.render(values(assignment, scope, files)),
                                answers.reader(assignment.listener(), Reviewer::read));
        return result(assignment, verdict);
    }

    private String system(Assignment assignment) {
        var state = assignment.state();
        return system.render(
                Map.of(
                        "language", assignment.language().englishName(),
                        "specification", Briefing.of(state.specification()),
                        "architecture", Briefing.of(state.architecture()),
                        "plan", Briefing.of(state.plan())));
    }

    private static Map<String, String> values(
            Assignment assignment, TaskScope scope, String files) {
        return Map.of(
                "tree", FileContext.tree(assignment.files()),
                "files", files,
                "title", assignment.task().title(),
                "instructions", assignment.task().instructions(),
                "required", TaskScope.listed(scope.own()),
                "history", history(assignment.progress()));
    }

    private static String history(TaskProgress progress) {
        return progress.feedback() == null
                ? "This is the first review of the task."
                : "An earlier review sent it back for these reasons; check that they are put"
                        + " right:\n"
                        + progress.feedback();
    }

    private static Verdict read(AnswerFields answer) {
        return switch (answer.text("verdict")) {
            case "accept" -> new Verdict(true, List.of());
            case "send_back" -> new Verdict(false, answer.texts("reasons", 1, 30));
            default -> throw UnusableAnswer.json("verdict");
        };
    }

    private static StepResult result(Assignment assignment, Verdict verdict) {
        var progress = assignment.progress();
        if (verdict.accepted()) {
            return result(assignment, progress.accepted(null), "accepted");
        }
        var reasons = Briefing.list(verdict.reasons());
        return progress.reviews() < SENT_BACK_AT_MOST
                ? result(assignment, progress.sentBack(reasons), "sent_back")
                : result(assignment, progress.accepted(reasons), "noted");
    }

    private static StepResult result(Assignment assignment, TaskProgress next, String message) {
        return new StepResult(
                newest -> newest.withProgress(next),
                List.of(),
                assignment.say(message, assignment.task().title()));
    }
}
