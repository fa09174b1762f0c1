package com.samokoder.agents;

import com.samokoder.agents.PipelineState.TaskProgress.Status;

import org.springframework.stereotype.Component;

import java.util.Map;

/** Writes the files of one task. */
@Component
class Developer implements Agent {
    private final Prompt system = Prompt.load("developer/system");
    private final Prompt task = Prompt.load("developer/task");
    private final FileWriting writing;

    Developer(FileWriting writing) {
        this.writing = writing;
    }

    @Override
    public AgentName name() {
        return AgentName.DEVELOPER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        var scope = TaskScope.of(assignment);
        var instructions = system(assignment);
        var files = writing.files(assignment, instructions, scope.own(), scope.foundation());
        var answer =
                writing.ask(
                        assignment,
                        instructions,
                        task,
                        values(assignment, scope, files),
                        scope.missing(assignment.files()),
                        path -> !scope.foreign().contains(path));
        var progress = assignment.progress();
        boolean draft = assignment.brief().thoroughness().equals("draft");
        var developed = progress.developed(draft ? Status.ACCEPTED : Status.DEVELOPED);
        return new StepResult(
                newest -> newest.withProgress(developed),
                answer.changes(),
                assignment.say(
                        progress.attempts() == 0 ? "develop" : "rework",
                        assignment.task().title()));
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
                "files", files,
                "title", assignment.task().title(),
                "instructions", assignment.task().instructions(),
                "required", TaskScope.listed(scope.own()),
                "feedback", feedback(assignment));
    }

    private static String feedback(Assignment assignment) {
        var reasons = assignment.progress().feedback();
        return reasons == null
                ? ""
                : "You wrote these files before and the review sent them back. Put right what it"
                        + " names and leave the rest as it is:\n"
                        + reasons;
    }
}
