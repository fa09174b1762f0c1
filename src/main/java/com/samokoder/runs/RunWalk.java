package com.samokoder.runs;

import com.samokoder.agents.Crew;
import com.samokoder.agents.Pipeline;
import com.samokoder.agents.PipelineState;
import com.samokoder.agents.Step;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectFiles;
import com.samokoder.files.Snapshot;
import com.samokoder.gateway.LlmGateway;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.projects.ProjectAccess;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/** One worker's walk through one run, from the stored state as far as it gets. */
final class RunWalk {
    private static final int REPETITIONS = 2;

    private final Workshop workshop;
    private final Work work;
    private final RunJournal journal;
    private final Patience patience;
    private final Instant began;
    private PipelineState state;
    private RunUse use;
    private SpendMeter meter = new SpendMeter();
    private int brokenOff;

    RunWalk(Workshop workshop, Work work, RunJournal journal, Patience patience) {
        this.workshop = workshop;
        this.work = work;
        this.journal = journal;
        this.patience = patience;
        this.began = workshop.clock().instant();
        this.state = work.run().state();
        this.use = work.run().use();
    }

    /** Goes on until the run is over or has to wait; each step that is done is committed. */
    Ending walk() {
        while (work.stopped() == null) {
            var next = workshop.pipeline().next(state);
            if (next.isEmpty()) {
                return new Ending.Completed();
            }
            if (work.run().limits().reachedBy(useSoFar())) {
                return new Ending.Paused("budget", null, null);
            }
            take(next.get());
        }
        return Endings.of(work);
    }

    /** What the step under way has spent and nobody has written down. */
    Spent spent() {
        return meter.total();
    }

    private RunUse useSoFar() {
        var before = Duration.ofMillis(work.run().workedMs());
        return use.withWorked(before.plus(Duration.between(began, workshop.clock().instant())));
    }

    private void take(Step step) {
        var run = work.run();
        var user = work.lease().user();
        var project = patience.insist(() -> workshop.projects().get(user, run.project()));
        var files = patience.insist(() -> workshop.files().latest(user, run.project()));
        int attempt = journal.start(step);
        var models =
                new ProjectModels(workshop.gateway(), user, project, run.id(), step.id(), meter);
        var result =
                workshop.crew()
                        .work(state, step, files, models, journal.events(), work.cancellation());
        int progress = workshop.pipeline().progressPercent(result.state());
        commit(
                new FinishedStep(step, attempt, result, files.version(), meter.total(), progress),
                files);
    }

    private void commit(FinishedStep step, Snapshot seen) {
        try {
            var committed = journal.commit(step);
            if (committed.cancelled()) {
                work.stop(Stop.CANCELLED);
                return;
            }
        } catch (ApiException failure) {
            if (failure.code() != ErrorCode.VERSION_CONFLICT) {
                throw failure;
            }
            commitOnTop(step, seen);
            return;
        }
        state = step.result().state();
        use = use.plus(step.spent());
        meter = new SpendMeter();
        brokenOff = 0;
    }

    /**
     * The owner changed files while the agent worked. Where those are others than the agent's, the
     * step stands; otherwise it is done again, on the files as they are now.
     */
    private void commitOnTop(FinishedStep step, Snapshot seen) {
        var run = work.run();
        var now =
                patience.insist(() -> workshop.files().latest(work.lease().user(), run.project()));
        boolean apart =
                step.result().changes().stream()
                        .map(FileChange::path)
                        .allMatch(path ->
                                Objects.equals(seen.files().get(path), now.files().get(path)));
        if (apart) {
            commit(step.onTopOf(now.version()), now);
        } else {
            journal.events().retried("files_changed");
        }
    }

    /** What a walk works with. */
    record Workshop(
            Pipeline pipeline,
            Crew crew,
            LlmGateway gateway,
            ProjectAccess projects,
            ProjectFiles files,
            Clock clock) {}
}
