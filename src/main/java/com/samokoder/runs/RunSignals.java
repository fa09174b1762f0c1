package com.samokoder.runs;

import com.samokoder.platform.database.DatabaseNotifications;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Wakes whoever waits for news of runs: told by this process's own workers and, where the database
 * can, by everybody else's. A wake-up may be lost or too many; whoever waits also looks by itself.
 */
@Component
final class RunSignals {
    private static final Logger LOG = LoggerFactory.getLogger(RunSignals.class);
    private static final String CHANNEL = "samo_runs";

    private final Map<UUID, List<Semaphore>> watchers = new ConcurrentHashMap<>();
    private final List<Runnable> queueListeners = new CopyOnWriteArrayList<>();

    RunSignals(DatabaseNotifications notifications) {
        notifications.subscribe(CHANNEL, this::hear);
    }

    /** Runs the action whenever the queue or a cancellation needs a look. Must not block. */
    void onQueue(Runnable listener) {
        queueListeners.add(listener);
    }

    /** The run's log grew. */
    void changed(UUID run) {
        watchers.getOrDefault(run, List.of()).forEach(Semaphore::release);
    }

    /** Starts to listen; close it. */
    Watch watch(UUID run) {
        var bell = new Semaphore(0);
        watchers.compute(
                run,
                (_, bells) -> {
                    var all = bells == null ? new CopyOnWriteArrayList<Semaphore>() : bells;
                    all.add(bell);
                    return all;
                });
        return new Watch(run, bell);
    }

    private void hear(String payload) {
        int colon = payload.indexOf(':');
        if (colon < 0) {
            LOG.debug("Not a signal of ours");
        } else if (payload.startsWith("events:")) {
            changed(UUID.fromString(payload.substring(colon + 1)));
        } else {
            queueListeners.forEach(Runnable::run);
        }
    }

    /** Somebody waiting for one run. */
    final class Watch implements AutoCloseable {
        private final UUID run;
        private final Semaphore bell;

        private Watch(UUID run, Semaphore bell) {
            this.run = run;
            this.bell = bell;
        }

        /** Returns when there is news since the last time, or when the time is over. */
        void await(Duration atMost) throws InterruptedException {
            if (bell.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        }

        @Override
        public void close() {
            watchers.computeIfPresent(
                    run,
                    (_, bells) -> {
                        bells.remove(bell);
                        return bells.isEmpty() ? null : bells;
                    });
        }
    }
}
