package com.samokoder.runs;

import com.samokoder.agents.Step;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.tracing.SpanAttributes;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

import java.util.Locale;

/** Does one step of a run and commits it. Several may be under way at once. */
final class StepWork {
    private static final int TRIES = 3;

    private final RunWalk.Workshop workshop;
    private final Work work;
    private final RunJournal journal;
    private final Patience patience;
    private final RunProgress progress;
    private final StepCommits commits;

    StepWork(
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
        this.commits = new StepCommits(workshop, work, journal, patience, progress);
    }

    /**
     * Until the step is committed, or the run was stopped.
     *
     * @throws Stuck when trying again has shown to be of no use
     */
    void take(Step step) {
        var span = span(step);
        boolean failed = true;
        try (var _ = RunContext.of(work, step);
                var _ = span.makeCurrent()) {
            tryUntilCommitted(step);
            failed = false;
        } finally {
            if (failed) {
                span.setStatus(StatusCode.ERROR);
            }
            span.end();
        }
    }

    private Span span(Step step) {
        var agent = step.agent().name().toLowerCase(Locale.ROOT);
        return workshop.tracer()
                .spanBuilder("step " + agent)
                .setAttribute(SpanAttributes.PROJECT_ID, work.run().project().value().toString())
                .setAttribute(SpanAttributes.RUN_ID, work.run().id().toString())
                .setAttribute(SpanAttributes.STEP_ID, step.id())
                .startSpan();
    }

    private void tryUntilCommitted(Step step) {
        int brokenOff = 0;
        int outdated = 0;
        int away = 0;
        while (work.stopped() == null) {
            try {
                if (tryOnce(step)) {
                    return;
                }
                if (++outdated == TRIES) {
                    throw Stuck.filesChanged(step, outdated, progress.meter(step).total());
                }
                journal.events(step).retried("files_changed");
            } catch (ProviderFailure failure) {
                // Whatever fails before an answer begins, the gateway has tried again already.
                if (failure.code() != ErrorCode.PROVIDER_RESPONSE_INVALID) {
                    throw failure;
                }
                if (++brokenOff == TRIES) {
                    var spent = progress.meter(step).total();
                    throw Stuck.sameError(failure.code(), step, brokenOff, spent);
                }
                journal.events(step).retried("answer_broken_off");
            } catch (ApiException failure) {
                // The next try begins by waiting for the database.
                if (failure.code() != ErrorCode.UNAVAILABLE || ++away == TRIES) {
                    throw failure;
                }
                journal.events(step).retried("database_away");
            }
        }
    }

    private boolean tryOnce(Step step) {
        var run = work.run();
        var user = work.lease().user();
        var project = patience.insist(() -> workshop.projects().get(user, run.project()));
        var files = patience.insist(() -> workshop.files().latest(user, run.project()));
        int attempt = journal.start(step);
        var guard = new CallGuard(run.limits(), progress, step);
        var models =
                new ProjectModels(
                        workshop.gateway(),
                        user,
                        project,
                        run.id(),
                        step.id(),
                        progress.meter(step),
                        guard);
        var result =
                workshop.crew()
                        .work(
                                progress.state(),
                                step,
                                files,
                                models,
                                journal.events(step),
                                work.cancellation());
        return commits.commit(step, attempt, result, files);
    }
}
