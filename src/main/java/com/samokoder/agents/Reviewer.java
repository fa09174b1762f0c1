package com.samokoder.agents;

import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Reads the diff of a task and accepts it or sends it back, at most twice. */
@Component
class Reviewer implements Agent {
    private final Prompt system = Prompt.load("reviewer/system");
    private final Prompt task = Prompt.load("reviewer/task");
    private final JsonAnswers answers;
    private final ModelLimits limits;
    private final ProjectReading reading;
    private final CodeChecks checks;

    Reviewer(JsonAnswers answers, ModelLimits limits, ProjectReading reading, CodeChecks checks) {
        this.answers = answers;
        this.limits = limits;
        this.reading = reading;
        this.checks = checks;
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
        var opening =
                reading.opening(
                        assignment,
                        system(assignment),
                        new Sight(
                                Set.of(),
                                scope.foundation(),
                                ChangeDiff.created(diff(assignment)),
                                assignment.task().instructions()),
                        task.render(values(assignment)));
        var verdict =
                new Conversation(assignment, limits.planningTokens(assignment.model().id()))
                        .ask(
                                opening.messages(),
                                answers.reader(assignment.listener(), Reviewer::read));
        return result(assignment, verdict);
    }

    private String system(Assignment assignment) {
        return system.render(
                Map.of(
                        "language", assignment.language().englishName(),
                        "project", Briefing.project(assignment.state())));
    }

    private Map<String, String> values(Assignment assignment) {
        return Map.of(
                "work", TaskWords.of(assignment),
                "history", history(assignment.progress()),
                "diff", diff(assignment),
                "findings", findings(assignment));
    }

    private static String diff(Assignment assignment) {
        return Objects.requireNonNullElse(assignment.progress().diff(), "");
    }

    /** What the troubleshooter could not put right. */
    private String findings(Assignment assignment) {
        var found = checks.standing(assignment, assignment.progress().brokenFiles()).mistakes();
        return found.isEmpty()
                ? "The program that checks syntax and imports found nothing."
                : "The program that checks syntax and imports still finds this, which is reason"
                        + " enough to send it back:\n"
                        + FindingList.of(found, assignment.files());
    }

    private static String history(TaskProgress progress) {
        return progress.feedback() == null
                ? "This is the first review of the task."
                : "An earlier review sent it back for these reasons; check that they are put"
                        + " right:\n"
                        + progress.feedback();
    }

    private static Verdict read(AnswerFields answer) {
        return switch (answer.text("verdict").toLowerCase(Locale.ROOT).replaceAll("[ -]", "_")) {
            case "accept", "accepted" -> new Verdict(true, List.of());
            case "send_back", "sent_back" -> new Verdict(false, answer.texts("reasons", 1, 30));
            default -> throw UnusableAnswer.json("verdict");
        };
    }

    private static StepResult result(Assignment assignment, Verdict verdict) {
        var progress = assignment.progress();
        if (verdict.accepted()) {
            return result(assignment, progress.accepted(null), "accepted");
        }
        var reasons = Briefing.list(verdict.reasons());
        return progress.reviews() < Thoroughness.of(assignment.state()).sentBackAtMost()
                ? result(assignment, progress.sentBack(reasons), "sent_back")
                : result(assignment, progress.accepted(reasons), "noted");
    }

    private static StepResult result(Assignment assignment, TaskProgress next, String message) {
        return StepResult.thought(
                newest -> newest.withProgress(next),
                assignment.say(message, assignment.task().title()));
    }
}
