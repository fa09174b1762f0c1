package com.samokoder.runs;

import com.samokoder.auth.UserId;
import com.samokoder.platform.time.Ids;
import com.samokoder.projects.ProjectId;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Claims runs, keeps their leases and hands them to the executor, each on a thread of its own. */
@Component
final class RunWorker implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RunWorker.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);

    private final RunQueue queue;
    private final RunExecutor executor;
    private final RunsProperties properties;
    private final Clock clock;
    private final String owner;
    private final Semaphore bell = new Semaphore(0);
    private final Map<UUID, Work> active = new ConcurrentHashMap<>();
    private final Semaphore slots;
    private volatile @Nullable Thread loop;
    private volatile Instant lastLook;

    RunWorker(
            RunQueue queue,
            RunExecutor executor,
            RunSignals signals,
            RunsProperties properties,
            Clock clock,
            Ids ids) {
        this.queue = queue;
        this.executor = executor;
        this.properties = properties;
        this.clock = clock;
        this.owner = ids.next().toString();
        this.slots = new Semaphore(properties.concurrency());
        this.lastLook = clock.instant();
        signals.onQueue(bell::release);
    }

    @Override
    public boolean isAutoStartup() {
        return properties.worker();
    }

    @Override
    public void start() {
        lastLook = clock.instant();
        var thread = Thread.ofVirtual().name("run-worker").unstarted(this::lookUntilStopped);
        loop = thread;
        thread.start();
    }

    /** Hands every lease back, so that another worker goes on at once. */
    @Override
    public void stop() {
        loop = null;
        bell.release();
        active.values().forEach(work -> work.stop(Stop.SHUTDOWN));
        try {
            boolean idle =
                    slots.tryAcquire(
                            properties.concurrency(),
                            LONGEST_STOP.toMillis(),
                            TimeUnit.MILLISECONDS);
            if (idle) {
                slots.release(properties.concurrency());
            } else {
                LOG.warn("{} runs did not stop in time; their leases lapse", active.size());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    /** Whether this is the loop of the newest start: a stopped worker may be started again. */
    private boolean looping() {
        return loop == Thread.currentThread();
    }

    /** Whether the queue was looked at lately; true where this process is not to work on runs. */
    boolean alive() {
        var stale = lastLook.plus(properties.lease()).isBefore(clock.instant());
        return !properties.worker() || (isRunning() && !stale);
    }

    void drop(UserId user) {
        drop(work -> work.lease().user().equals(user));
    }

    void drop(ProjectId project) {
        drop(work -> work.run().project().equals(project));
    }

    private void drop(Predicate<Work> gone) {
        active.values().stream().filter(gone).forEach(work -> work.stop(Stop.LOST));
    }

    private void lookUntilStopped() {
        while (looping()) {
            try {
                look();
                lastLook = clock.instant();
            } catch (RuntimeException failure) {
                // The loop is what brings every run back after a fault, so it survives all of them.
                LOG.warn("The queue of runs cannot be read now: {}", failure.getMessage());
            }
            await();
        }
    }

    private void look() {
        renew();
        while (looping() && slots.tryAcquire()) {
            if (!claim()) {
                return;
            }
        }
    }

    /** Claims a run into the slot that is held; gives the slot back where there is none. */
    private boolean claim() {
        boolean claimed = false;
        try {
            var run = queue.claim(owner);
            run.ifPresent(found -> start(new Work(found)));
            claimed = run.isPresent();
            return claimed;
        } finally {
            if (!claimed) {
                slots.release();
            }
        }
    }

    private void start(Work work) {
        var former = active.put(work.run().id(), work);
        if (former != null) {
            former.stop(Stop.LOST);
        }
        Thread.ofVirtual()
                .name("run-" + work.run().id())
                .start(() -> {
                    try {
                        executor.execute(work);
                    } finally {
                        active.remove(work.run().id(), work);
                        slots.release();
                        bell.release();
                    }
                });
    }

    private void renew() {
        var mine = List.copyOf(active.values());
        if (mine.isEmpty()) {
            return;
        }
        var held = queue.renew(mine.stream().map(Work::lease).toList());
        for (var work : mine) {
            var lease = work.lease();
            var still =
                    held.stream()
                            .filter(one -> one.id().equals(lease.run().value()))
                            .filter(one -> one.epoch() == lease.epoch())
                            .findFirst();
            if (still.isEmpty()) {
                work.stop(Stop.LOST);
            } else if (still.get().cancelRequested()) {
                work.stop(Stop.CANCELLED);
            }
        }
    }

    private void await() {
        try {
            if (bell.tryAcquire(properties.poll().toMillis(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException stopping) {
            loop = null;
        }
    }
}
