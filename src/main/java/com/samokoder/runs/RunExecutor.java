package com.samokoder.runs;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;

/**
 * Works on a run and leaves it in a state that says what happened, whatever happened: the boundary
 * behind which nothing is thrown.
 */
@Component
final class RunExecutor {
    private static final Logger LOG = LoggerFactory.getLogger(RunExecutor.class);
    private static final Duration FLUSH = Duration.ofMillis(250);

    private final RunQueue queue;
    private final RunSignals signals;
    private final RunsProperties properties;
    private final RunWalk.Workshop workshop;
    private final RunMetrics metrics;

    RunExecutor(
            RunQueue queue,
            RunSignals signals,
            RunsProperties properties,
            RunWalk.Workshop workshop,
            RunMetrics metrics) {
        this.queue = queue;
        this.signals = signals;
        this.properties = properties;
        this.workshop = workshop;
        this.metrics = metrics;
    }

    void execute(Work work) {
        var patience =
                new Patience(workshop.clock(), properties.patience(), () -> work.stopped() != null);
        var journal = new RunJournal(queue, work, patience, signals);
        var flusher = Thread.ofVirtual().start(() -> flushUntilInterrupted(work, journal));
        try (var _ = RunContext.of(work)) {
            LOG.info("Run {} is taken up", work.run().id());
            var walk = new RunWalk(workshop, work, journal, patience);
            var ending = endingOf(work, walk);
            journal.end(ending, walk.unwritten());
            metrics.left(ending);
            LOG.info("Run {} left: {}", work.run().id(), ending);
        } catch (LeaseLost lost) {
            metrics.leaseLost();
            LOG.info("Run {} is not this worker's any more", work.run().id());
        } catch (Throwable failure) {
            // The lease lapses and somebody claims the run again, from its last finished step.
            LOG.error("Run {} was dropped", work.run().id(), failure);
        } finally {
            flusher.interrupt();
        }
    }

    private static Ending endingOf(Work work, RunWalk walk) {
        try {
            return walk.walk();
        } catch (LeaseLost lost) {
            throw lost;
        } catch (Throwable failure) {
            if (work.stopped() != null) {
                return Endings.of(work);
            }
            return endingOf(work, failure);
        }
    }

    private static Ending endingOf(Work work, Throwable failure) {
        int attempts = work.run().attempts();
        return switch (failure) {
            case LimitReached reached -> Endings.of(reached);
            case Stuck stuck -> Endings.of(stuck);
            case ProviderFailure provider -> Endings.of(provider, attempts);
            case ApiException known -> Endings.of(known, attempts);
            default -> {
                LOG.error("Run {} failed", work.run().id(), failure);
                yield Endings.internal();
            }
        };
    }

    private static void flushUntilInterrupted(Work work, RunJournal journal) {
        try {
            while (true) {
                Thread.sleep(FLUSH);
                journal.flush();
            }
        } catch (InterruptedException finished) {
            Thread.currentThread().interrupt();
        } catch (LeaseLost lost) {
            work.stop(Stop.LOST);
        } catch (ApiException failure) {
            LOG.warn("The log of run {} cannot be written: {}", work.run().id(), failure.code());
            work.stop(Stop.LOST);
        }
    }
}
