package com.samokoder.agents;

import com.samokoder.agents.CodeChecks.Checked;
import com.samokoder.agents.TaskProgress.Status;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Writes the files of one task: of a plan, or the change that somebody asks for in a chat. */
@Component
class Developer implements Agent {
    private final Prompt system = Prompt.load("developer/system");
    private final Prompt task = Prompt.load("developer/task");
    private final Prompt change = Prompt.load("developer/change");
    private final FileWriting writing;
    private final CodeChecks checks;

    Developer(FileWriting writing, CodeChecks checks) {
        this.writing = writing;
        this.checks = checks;
    }

    @Override
    public AgentName name() {
        return AgentName.DEVELOPER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var chat = assignment.state().chat();
        if (chat == null && TaskScope.of(assignment).unlocked(assignment.files()).isEmpty()) {
            return locked(assignment);
        }
        var answer = chat == null ? develop(assignment) : change(assignment, chat);
        if (answer.changes().isEmpty()) {
            return nothingToDo(assignment, answer);
        }
        var checked = checks.changed(assignment, answer.changes());
        var diff = ChangeDiff.of(assignment.files(), answer.changes());
        var progress = assignment.progress();
        var developed =
                progress.developed(reached(assignment, checked, diff), diff.text())
                        .withBroken(checked.files());
        return new StepResult(
                newest -> replied(newest.withProgress(developed), answer, assignment),
                answer.changes(),
                checked.report(),
                assignment.say(
                        progress.attempts() == 0 ? "develop" : "rework",
                        assignment.task().title()));
    }

    private FileAnswer develop(Assignment assignment) {
        var scope = TaskScope.of(assignment);
        return writing.ask(
                assignment,
                system(assignment),
                new Sight(scope.own(), scope.foundation(), assignment.task().instructions()),
                task,
                Map.of(
                        "title", assignment.task().title(),
                        "instructions", assignment.task().instructions(),
                        "required", TaskScope.listed(scope.unlocked(assignment.files())),
                        "feedback", feedback(assignment)),
                new FileWriting.Rules(
                        scope.missing(assignment.files()),
                        scope::allows,
                        assignment.progress().feedback() != null));
    }

    private FileAnswer change(Assignment assignment, Chat chat) {
        return writing.ask(
                assignment,
                system(assignment),
                Talk.sight(assignment, chat),
                change,
                Map.of(
                        "conversation", Talk.before(chat),
                        "message", chat.message(),
                        "language", assignment.language().englishName(),
                        "feedback", feedback(assignment)),
                new FileWriting.Rules(Set.of(), _ -> true, true));
    }

    /** Nobody has to be paid for what may not be written. */
    private static StepResult locked(Assignment assignment) {
        var accepted = assignment.progress().accepted(null);
        return StepResult.thought(
                newest -> newest.withProgress(accepted),
                assignment.say("locked", TaskScope.listed(TaskScope.of(assignment).own())));
    }

    /**
     * Somebody said something that changes no file, or that only locked files would change; or a
     * review was wrong. Its reasons stay open then.
     */
    private static StepResult nothingToDo(Assignment assignment, FileAnswer answer) {
        var progress = assignment.progress();
        var accepted = progress.accepted(progress.feedback());
        return StepResult.thought(
                newest -> replied(newest.withProgress(accepted), answer, assignment),
                assignment.say("unchanged"));
    }

    private static PipelineState replied(
            PipelineState state, FileAnswer answer, Assignment assignment) {
        var chat = state.chat();
        if (chat == null) {
            return state;
        }
        if (!answer.said().isBlank()) {
            return state.withReply(answer.said());
        }
        if (chat.reply() != null) {
            return state;
        }
        var files = answer.changes().stream().map(change -> change.path().value()).distinct();
        return state.withReply(assignment.say("changed", files.collect(Collectors.joining(", "))));
    }

    private static Status reached(Assignment assignment, Checked checked, ChangeDiff diff) {
        if (!checked.mistakes().isEmpty()) {
            return Status.BROKEN;
        }
        var state = assignment.state();
        return Thoroughness.of(state).reviews(state, diff) ? Status.DEVELOPED : Status.ACCEPTED;
    }

    private String system(Assignment assignment) {
        var state = assignment.state();
        return system.render(
                Map.of(
                        "language", assignment.language().englishName(),
                        "project", Briefing.project(state)));
    }

    private static String feedback(Assignment assignment) {
        var reasons = assignment.progress().feedback();
        return reasons == null
                ? ""
                : "You worked on this before and the review sent it back. Put right what it names"
                        + " and leave the rest as it is. If all of it is mistaken, write no block"
                        + " and say why in one sentence.\n"
                        + reasons;
    }
}
