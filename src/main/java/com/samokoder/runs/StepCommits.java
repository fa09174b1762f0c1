package com.samokoder.runs;

import com.samokoder.agents.AgentName;
import com.samokoder.agents.Step;
import com.samokoder.agents.StepResult;
import com.samokoder.agents.TaskProgress;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.files.checks.CheckReport;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Commits the steps of one run, one at a time, each on top of what the others did: to the state and
 * to the files. What somebody else did to the same file meanwhile is merged where that is clear;
 * otherwise the step has to be done again, on the files as they are now.
 */
final class StepCommits {
    private final RunWalk.Workshop workshop;
    private final Work work;
    private final RunJournal journal;
    private final Patience patience;
    private final RunProgress progress;

    /** The versions that this run made, and the files that each of them touched. */
    private final NavigableMap<Integer, Set<ProjectPath>> own = new TreeMap<>();

    StepCommits(
            RunWalk.Workshop workshop,
            Work work,
            RunJournal journal,
            Patience patience,
            RunProgress progress) {
        this.workshop = workshop;
        this.work = work;
        this.journal = journal;
        this.patience = patience;
        this.progress = progress;
    }

    /**
     * @param seen the files as the agent saw them
     * @return false when the step has to be done again
     * @throws Stuck when it was committed, and shows that going on is of no use
     */
    synchronized boolean commit(Step step, int attempt, StepResult result, Snapshot seen) {
        int head = expectedHead(result.changes(), seen);
        try {
            var report =
                    head == seen.version()
                            ? result.checks()
                            : checked(result, patience.insist(this::latest), result.changes());
            var changes = changes(result, result.changes(), report);
            write(finished(step, attempt, result, changes, head));
            return true;
        } catch (ApiException failure) {
            requireConflict(failure);
        }
        return commitMerged(step, attempt, result, seen);
    }

    private boolean commitMerged(Step step, int attempt, StepResult result, Snapshot seen) {
        var base = seen;
        var merged = Optional.of(result.changes());
        while (merged.isPresent()) {
            var now = patience.insist(this::latest);
            merged = Merging.onto(now, base, merged.get());
            base = now;
            if (merged.isPresent()) {
                var changes = changes(result, merged.get(), checked(result, now, merged.get()));
                try {
                    write(finished(step, attempt, result, changes, now.version()));
                    return true;
                } catch (ApiException failure) {
                    requireConflict(failure);
                }
            }
        }
        return false;
    }

    private static FinishedStep.Changes changes(
            StepResult result, List<FileChange> files, @Nullable CheckReport report) {
        return new FinishedStep.Changes(
                files, report == null ? null : CheckVerdict.of(report), result.message());
    }

    /**
     * What the checks say of the version that is made: the agent's own look, unless others changed
     * files meanwhile.
     */
    private @Nullable CheckReport checked(StepResult result, Snapshot now, List<FileChange> files) {
        return result.checks() == null ? null : workshop.checks().check(now.with(files));
    }

    private static void requireConflict(ApiException failure) {
        if (failure.code() != ErrorCode.VERSION_CONFLICT) {
            throw failure;
        }
    }

    private Snapshot latest() {
        return workshop.files().latest(work.lease().user(), work.run().project());
    }

    /**
     * The head as far as it is known: where nobody but this run wrote since, and no file of the
     * step's, the changes stand on top of that without another look at the files.
     */
    private int expectedHead(List<FileChange> changes, Snapshot seen) {
        var since = own.tailMap(seen.version(), false);
        if (since.isEmpty() || since.lastKey() != seen.version() + since.size()) {
            return seen.version();
        }
        var touched = paths(changes);
        boolean apart = since.values().stream().flatMap(Set::stream).noneMatch(touched::contains);
        return apart ? since.lastKey() : seen.version();
    }

    private FinishedStep finished(
            Step step,
            int attempt,
            StepResult result,
            FinishedStep.Changes changes,
            int expectedHead) {
        var state = result.after(progress.state());
        return new FinishedStep(
                step,
                attempt,
                state,
                changes,
                expectedHead,
                progress.meter(step).total(),
                workshop.pipeline().progressPercent(state));
    }

    private void write(FinishedStep step) {
        var committed = journal.commit(step);
        if (committed.cancelled()) {
            work.stop(Stop.CANCELLED);
            return;
        }
        boolean rework = reworks(step.step());
        progress.finish(step);
        if (committed.version() != null) {
            own.put(committed.version(), paths(step.changes().files()));
        } else if (rework && !accepted(step)) {
            throw Stuck.noChange(step.step(), step.spent());
        }
    }

    /** Whether the step writes a task's files once more. */
    private boolean reworks(Step step) {
        return step.agent() == AgentName.DEVELOPER
                && progress.state().tasks().stream()
                        .filter(task -> task.taskId().equals(step.taskId()))
                        .anyMatch(task -> task.attempts() > 0);
    }

    /** Whether its developer found that a review was wrong. */
    private static boolean accepted(FinishedStep step) {
        return step.state().tasks().stream()
                .filter(task -> task.taskId().equals(step.step().taskId()))
                .anyMatch(task -> task.status() == TaskProgress.Status.ACCEPTED);
    }

    private static Set<ProjectPath> paths(List<FileChange> changes) {
        return changes.stream().map(FileChange::path).collect(Collectors.toSet());
    }
}
