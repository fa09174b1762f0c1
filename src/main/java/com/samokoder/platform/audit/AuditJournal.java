package com.samokoder.platform.audit;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Writes rows behind the requests that caused them, many in one call. While the database cannot be
 * asked they wait, up to a bound; what is lost in the end was in the log lines, and its loss is an
 * error there.
 */
@Component
class AuditJournal implements AuditTrail, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(AuditJournal.class);
    private static final int LARGEST = 200;
    private static final int MOST_WAITING = 20_000;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration FAREWELL = Duration.ofSeconds(5);

    private final AuditRows rows;
    private final AuditStore store;
    private final AuditLines lines;
    private final BlockingQueue<AuditRow> waiting = new LinkedBlockingQueue<>(MOST_WAITING);
    private volatile @Nullable Thread writer;

    AuditJournal(AuditRows rows, AuditStore store, AuditLines lines) {
        this.rows = rows;
        this.store = store;
        this.lines = lines;
    }

    @Override
    public void record(AuditEntry entry) {
        var row = rows.of(entry);
        lines.print(row);
        if (!waiting.offer(row)) {
            lost(row, "too many wait");
        }
    }

    @Override
    public void start() {
        var thread =
                Thread.ofVirtual()
                        .name("audit")
                        .uncaughtExceptionHandler(this::goOn)
                        .unstarted(this::writeUntilStopped);
        writer = thread;
        thread.start();
    }

    /** A defect must not end the log in silence. */
    private void goOn(Thread dead, Throwable defect) {
        LOG.error("The audit log's writer broke and begins anew", defect);
        if (writer == dead) {
            start();
        }
    }

    /** Writes what waits, unless the database is away. */
    @Override
    public void stop() {
        var thread = writer;
        writer = null;
        if (thread == null) {
            return;
        }
        try {
            thread.join(FAREWELL);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        waiting.forEach(row -> lost(row, "the service stops"));
    }

    @Override
    public boolean isRunning() {
        return writer != null;
    }

    /** Begins before requests come in and ends after the last of them. */
    @Override
    public int getPhase() {
        return 0;
    }

    private void writeUntilStopped() {
        try {
            while (writer == Thread.currentThread() || !waiting.isEmpty()) {
                var first = waiting.poll(PAUSE.toMillis() / 10, TimeUnit.MILLISECONDS);
                if (first != null) {
                    var batch = new ArrayList<>(List.of(first));
                    waiting.drainTo(batch, LARGEST - 1);
                    write(batch);
                }
            }
        } catch (InterruptedException stopping) {
            LOG.warn("The audit log's writer was interrupted");
        }
    }

    private void write(List<AuditRow> batch) throws InterruptedException {
        while (true) {
            try {
                store.append(batch);
                return;
            } catch (ApiException failure) {
                if (failure.code() != ErrorCode.UNAVAILABLE) {
                    apart(batch, failure);
                    return;
                }
                LOG.error("The audit log cannot be written now; {} rows wait", batch.size());
            }
            if (writer == null) {
                batch.forEach(row -> lost(row, "the database is away"));
                return;
            }
            Thread.sleep(PAUSE);
        }
    }

    /** One bad row must not take the others down. */
    private void apart(List<AuditRow> batch, ApiException failure) throws InterruptedException {
        if (batch.size() == 1) {
            lost(batch.getFirst(), failure.code().code());
            return;
        }
        for (var row : batch) {
            write(List.of(row));
        }
    }

    private static void lost(AuditRow row, String why) {
        LOG.error(
                "Audit row {} was not kept ({}): {} {} of user {}",
                row.id(),
                why,
                row.event(),
                row.outcome(),
                row.userId());
    }
}
