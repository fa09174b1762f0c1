package com.samokoder.runs;

import com.samokoder.platform.web.HealthCheck;

import org.springframework.stereotype.Component;

/** The generation engine: whether runs are looked for, and whether they wait unreasonably long. */
@Component
final class EngineHealth implements HealthCheck {
    private final RunWorker worker;
    private final RunQueue queue;
    private final RunsProperties properties;

    EngineHealth(RunWorker worker, RunQueue queue, RunsProperties properties) {
        this.worker = worker;
        this.queue = queue;
        this.properties = properties;
    }

    /** Named as in the deployment document. */
    @Override
    public String name() {
        return "gpt_pilot";
    }

    @Override
    public Outcome check() {
        if (!worker.alive()) {
            return Outcome.failed("the worker has not looked at the queue lately");
        }
        var waiting = queue.waiting();
        return waiting.oldestSeconds() > properties.longestWait().toSeconds()
                ? Outcome.failed(
                        waiting.waiting()
                                + " runs wait, the oldest for "
                                + waiting.oldestSeconds()
                                + " s")
                : Outcome.ok();
    }
}
