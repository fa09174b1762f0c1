package com.samokoder.runs;

import com.samokoder.agents.Crew;
import com.samokoder.agents.Pipeline;
import com.samokoder.agents.Step;
import com.samokoder.files.ProjectFiles;
import com.samokoder.files.checks.ProjectChecks;
import com.samokoder.gateway.LlmGateway;
import com.samokoder.projects.ProjectAccess;

import io.opentelemetry.api.trace.Tracer;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One worker's walk through one run, from the stored state as far as it gets. Steps that do not
 * wait for each other are done at once, each on a thread of its own; this thread alone decides what
 * begins.
 */
final class RunWalk {
    private final Workshop workshop;
    private final Work work;
    private final RunProgress progress;
    private final StepWork steps;
    private final Map<Future<@Nullable Void>, Step> underWay = new LinkedHashMap<>();
    private @Nullable Throwable failure;

    RunWalk(Workshop workshop, Work work, RunJournal journal, Patience patience) {
        this.workshop = workshop;
        this.work = work;
        this.progress = new RunProgress(work.run(), workshop.clock());
        this.steps = new StepWork(workshop, work, journal, patience, progress);
    }

    /**
     * Goes on until the run is over or has to wait. Where a step fails, nothing new begins, and the
     * others are finished and committed: they are paid for.
     *
     * @throws RuntimeException what the first step that failed threw
     */
    Ending walk() {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var finished = new ExecutorCompletionService<@Nullable Void>(threads);
            while (true) {
                begin(finished);
                if (underWay.isEmpty()) {
                    return ending();
                }
                awaitOne(finished);
            }
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            work.stop(Stop.SHUTDOWN);
            return Endings.of(work);
        }
    }

    /** What unfinished steps have spent and nobody has written down. */
    List<StepSpent> unwritten() {
        return progress.unwritten();
    }

    private void begin(CompletionService<@Nullable Void> threads) {
        if (failure != null || work.stopped() != null) {
            return;
        }
        for (Step step : workshop.pipeline().next(progress.state(), underWay.values())) {
            if (underWay.size() >= workshop.parallel() || !allowed()) {
                return;
            }
            underWay.put(threads.submit(() -> steps.take(step), null), step);
        }
    }

    /** A limit may look used up by a step that is over and still counts as under way. */
    private boolean allowed() {
        var use = progress.use().withMoreSteps(underWay.size());
        var reached = work.run().limits().reachedBy(use);
        if (reached.isPresent() && underWay.isEmpty()) {
            failure = new LimitReached(reached.get());
        }
        return reached.isEmpty();
    }

    private void awaitOne(CompletionService<@Nullable Void> threads) throws InterruptedException {
        var done = threads.take();
        underWay.remove(done);
        try {
            done.get();
        } catch (ExecutionException failed) {
            var cause = failed.getCause() == null ? failed : failed.getCause();
            if (cause instanceof LeaseLost) {
                work.stop(Stop.LOST);
            }
            failure = failure == null ? cause : failure;
        }
    }

    private Ending ending() {
        if (work.stopped() != null) {
            return Endings.of(work);
        }
        return switch (failure) {
            case null -> untroubled();
            case RuntimeException known -> throw known;
            case Error fatal -> throw fatal;
            default -> throw new IllegalStateException(failure);
        };
    }

    private Ending untroubled() {
        var state = progress.state();
        return workshop.pipeline()
                .checkpoint(state)
                .<Ending>map(at -> new Ending.AwaitingInput(at, Checkpoint.Content.of(at, state)))
                .orElseGet(Ending.Completed::new);
    }

    /**
     * What a walk works with.
     *
     * @param parallel steps of one run at once
     */
    record Workshop(
            Pipeline pipeline,
            Crew crew,
            LlmGateway gateway,
            ProjectAccess projects,
            ProjectFiles files,
            ProjectChecks checks,
            Clock clock,
            Tracer tracer,
            int parallel) {}
}
