package com.samokoder.agents;

import com.samokoder.agents.CodeChecks.Checked;
import com.samokoder.agents.PipelineState.Inspection;
import com.samokoder.agents.TaskProgress.Status;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.checks.Finding;

import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * Repairs what the checks found: in the files of one task, or, when all tasks are done, in the
 * whole project. It looks at the files as they are; where nothing is wrong any more it calls no
 * model.
 */
@Component
class Troubleshooter implements Agent {
    private final Prompt system = Prompt.load("troubleshooter/system");
    private final Prompt task = Prompt.load("troubleshooter/task");
    private final FileWriting writing;
    private final CodeChecks checks;

    Troubleshooter(FileWriting writing, CodeChecks checks) {
        this.writing = writing;
        this.checks = checks;
    }

    @Override
    public AgentName name() {
        return AgentName.TROUBLESHOOTER;
    }

    @Override
    public StepResult work(Assignment assignment) {
        return assignment.step().taskId() == null ? inspect(assignment) : repairTask(assignment);
    }

    private StepResult repairTask(Assignment assignment) {
        var progress = assignment.progress();
        var broken = progress.brokenFiles();
        var found = checks.standing(assignment, broken);
        var before = Objects.requireNonNullElse(progress.diff(), "");
        if (found.mistakes().isEmpty()) {
            var sound = progress.repaired(next(assignment, 0, before), before);
            return StepResult.thought(
                    newest -> newest.withProgress(sound), assignment.say("sound"));
        }
        var answer = repair(assignment, found, TaskScope.of(assignment)::allows);
        var left = checks.repaired(assignment, answer.changes(), broken);
        var files = assignment.files();
        var now = ChangeDiff.of(files, answer.changes()).text();
        var diff = ChangeDiff.joined(before, now, files.with(answer.changes()));
        var repaired =
                progress.repaired(next(assignment, left.mistakes().size(), diff), diff)
                        .withBroken(left.files());
        return result(assignment, answer, left, newest -> newest.withProgress(repaired));
    }

    /** Broken again, unless the tries are used up: then the run goes on with what there is. */
    private static Status next(Assignment assignment, int mistakes, String diff) {
        var state = assignment.state();
        var thoroughness = Thoroughness.of(state);
        int tries = assignment.progress().repairsOrNone() + 1;
        if (mistakes > 0 && tries < thoroughness.repairsAtMost()) {
            return Status.BROKEN;
        }
        return thoroughness.reviews(state, ChangeDiff.read(diff))
                ? Status.DEVELOPED
                : Status.ACCEPTED;
    }

    private StepResult inspect(Assignment assignment) {
        var before = assignment.state().inspection();
        int repairs = before == null ? 0 : before.repairs();
        var found = checks.whole(assignment);
        if (found.mistakes().isEmpty()) {
            assignment.listener().checked(found.report());
            return StepResult.thought(
                    newest -> newest.withInspection(new Inspection(repairs, true)),
                    assignment.say("sound"));
        }
        var answer = repair(assignment, found, _ -> true);
        var left = checks.repaired(assignment, answer.changes(), found.files());
        boolean last = repairs + 1 >= Thoroughness.of(assignment.state()).repairsAtMost();
        var inspection = new Inspection(repairs + 1, last || left.mistakes().isEmpty());
        return result(assignment, answer, left, newest -> newest.withInspection(inspection));
    }

    private static StepResult result(
            Assignment assignment,
            FileAnswer answer,
            Checked left,
            UnaryOperator<PipelineState> progress) {
        int open = left.mistakes().size();
        return new StepResult(
                progress,
                answer.changes(),
                left.report(),
                open == 0 ? assignment.say("repaired") : assignment.say("repaired_partly", open));
    }

    private FileAnswer repair(
            Assignment assignment, Checked found, Predicate<ProjectPath> allowed) {
        var files = found.mistakes().stream().map(Finding::path).collect(Collectors.toSet());
        var findings = FindingList.of(found.mistakes(), assignment.files());
        return writing.ask(
                assignment,
                system.render(Map.of("project", Briefing.project(assignment.state()))),
                new Sight(files, Set.of(), findings),
                task,
                Map.of("findings", findings, "work", purpose(assignment)),
                new FileWriting.Rules(Set.of(), allowed, true));
    }

    private static String purpose(Assignment assignment) {
        return assignment.step().taskId() == null
                ? "All tasks of the plan are done."
                : "The files were written for this.\n\n" + TaskWords.of(assignment);
    }
}
