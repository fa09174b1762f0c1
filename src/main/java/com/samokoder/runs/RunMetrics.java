package com.samokoder.runs;

import com.samokoder.platform.errors.ApiException;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What the operator's dashboard says of runs. */
@Component
class RunMetrics {
    private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);

    /** However often somebody scrapes. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    private static final Map<String, ToDoubleFunction<RunQueue.Counts>> STATES =
            Map.of(
                    "queued", RunQueue.Counts::queued,
                    "running", RunQueue.Counts::running,
                    "awaiting_input", RunQueue.Counts::awaitingInput,
                    "paused", RunQueue.Counts::paused);

    private final RunQueue queue;
    private final MeterRegistry meters;
    private final Clock clock;
    private final Counter leasesLost;
    private RunQueue.Counts counts = RunQueue.Counts.UNKNOWN;
    private Instant readAt = Instant.MIN;

    RunMetrics(RunQueue queue, MeterRegistry meters, Clock clock) {
        this.queue = queue;
        this.meters = meters;
        this.clock = clock;
        STATES.forEach((state, count) ->
                Gauge.builder("samokoder.runs", this, self -> count.applyAsDouble(self.counts()))
                        .description("Runs of the whole installation that are not over, by state")
                        .tag("state", state)
                        .register(meters));
        Gauge.builder("samokoder.runs.queue.age", this, self -> self.counts().oldestQueuedSeconds())
                .description("How long the oldest run has been waiting for a worker")
                .baseUnit("seconds")
                .register(meters);
        // There from the start, at zero: Prometheus does not see an increase to a first value.
        this.leasesLost = meters.counter("samokoder.runs.leases.lost");
        List.of("completed", "failed")
                .forEach(outcome -> meters.counter("samokoder.runs.left", "outcome", outcome));
    }

    void left(Ending ending) {
        var outcome =
                switch (ending) {
                    case Ending.Completed _ -> "completed";
                    case Ending.Cancelled _ -> "cancelled";
                    case Ending.Failed _ -> "failed";
                    case Ending.Paused paused -> "paused_" + paused.reason();
                    case Ending.AwaitingInput _ -> "awaiting_input";
                    case Ending.Released _ -> "released";
                };
        meters.counter("samokoder.runs.left", "outcome", outcome).increment();
    }

    /** Somebody else has the run: this worker was too slow, or was stopped for a while. */
    void leaseLost() {
        leasesLost.increment();
    }

    private synchronized RunQueue.Counts counts() {
        var now = clock.instant();
        if (!now.isBefore(readAt.equals(Instant.MIN) ? now : readAt.plus(FRESH))) {
            readAt = now;
            try {
                counts = queue.counts();
            } catch (ApiException failure) {
                LOG.debug("Runs cannot be counted now: {}", failure.code());
                counts = RunQueue.Counts.UNKNOWN;
            }
        }
        return counts;
    }
}
