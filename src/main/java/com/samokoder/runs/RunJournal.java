package com.samokoder.runs;

import com.samokoder.agents.Step;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one run under its lease, one call at a time and in order. It knows the last event of the
 * log, by which the database tells a repeated call, whose answer got lost, from a new one.
 */
final class RunJournal {
    private final RunQueue queue;
    private final Lease lease;
    private final Patience patience;
    private final RunSignals signals;
    private final Map<String, StepEvents> events = new LinkedHashMap<>();
    private List<LogEntry> unconfirmed = List.of();
    private long lastSeq;

    RunJournal(RunQueue queue, Work work, Patience patience, RunSignals signals) {
        this.queue = queue;
        this.lease = work.lease();
        this.lastSeq = work.run().lastSeq();
        this.patience = patience;
        this.signals = signals;
    }

    /** Takes what the step's agent says. */
    synchronized StepEvents events(Step step) {
        return events.computeIfAbsent(step.id(), _ -> new StepEvents(step));
    }

    /**
     * Notes that the step begins.
     *
     * @return which attempt at it this is
     */
    synchronized int start(Step step) {
        writeUnconfirmed();
        var started =
                patience.insist(
                        () -> queue.startStep(lease, lastSeq, step.id(), step.agent().word()));
        wroteUpTo(started.lastSeq());
        return started.attempt();
    }

    /** Writes what was said since the last time; where the database is away, later. */
    synchronized void flush() {
        if (unconfirmed.isEmpty()) {
            unconfirmed = drain();
        }
        try {
            appendUnconfirmed();
        } catch (ApiException failure) {
            if (failure.code() != ErrorCode.UNAVAILABLE) {
                throw failure;
            }
        }
    }

    /**
     * Commits the step together with what it said since the last time.
     *
     * @throws ApiException {@code version_conflict} when the files are not as the agent saw them
     */
    synchronized RunQueue.Committed commit(FinishedStep step) {
        writeUnconfirmed();
        unconfirmed = drain();
        var committed = patience.insist(() -> queue.commit(lease, step, unconfirmed));
        if (!committed.cancelled()) {
            unconfirmed = List.of();
            events.remove(step.step().id());
        }
        wroteUpTo(committed.lastSeq());
        return committed;
    }

    /** Leaves the run, with what was said last. */
    synchronized void end(Ending ending, List<StepSpent> spent) {
        writeUnconfirmed();
        var said = drain();
        patience.insist(() -> queue.end(lease, ending, spent, said));
        signals.changed(lease.run().value());
    }

    private List<LogEntry> drain() {
        return events.values().stream().flatMap(said -> said.drain().stream()).toList();
    }

    private void writeUnconfirmed() {
        patience.insist(this::appendUnconfirmed);
    }

    private long appendUnconfirmed() {
        if (!unconfirmed.isEmpty()) {
            wroteUpTo(queue.append(lease, lastSeq, unconfirmed).lastSeq());
            unconfirmed = List.of();
        }
        return lastSeq;
    }

    private void wroteUpTo(long seq) {
        lastSeq = seq;
        signals.changed(lease.run().value());
    }
}
