package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.agents.Step;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where a run under way stands: the newest state, and what was spent on it, written down or not.
 */
final class RunProgress {
    private final Clock clock;
    private final Instant began;
    private final Duration workedBefore;
    private final Map<String, SpendMeter> meters = new LinkedHashMap<>();
    private PipelineState state;
    private RunUse written;

    RunProgress(ClaimedRun run, Clock clock) {
        this.clock = clock;
        this.began = clock.instant();
        this.workedBefore = Duration.ofMillis(run.workedMs());
        this.state = run.state();
        this.written = run.use();
    }

    synchronized PipelineState state() {
        return state;
    }

    /** Counts what the step spends, over all attempts at it until it is finished. */
    synchronized SpendMeter meter(Step step) {
        return meters.computeIfAbsent(step.id(), _ -> new SpendMeter());
    }

    synchronized void finish(FinishedStep step) {
        state = step.state();
        written = written.plus(step.spent());
        meters.remove(step.step().id());
    }

    /** Everything used up so far, by the steps under way too. */
    synchronized RunUse use() {
        var use = written;
        for (var meter : meters.values()) {
            use = use.with(meter.total());
        }
        return use.withWorked(workedBefore.plus(Duration.between(began, clock.instant())));
    }

    /** What unfinished steps have spent and nobody has written down. */
    synchronized List<StepSpent> unwritten() {
        return meters.entrySet().stream()
                .map(entry -> StepSpent.of(entry.getKey(), entry.getValue().total()))
                .toList();
    }
}
