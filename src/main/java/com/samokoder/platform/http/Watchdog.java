package com.samokoder.platform.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Looks at every call in flight now and then. It replaces time-outs on each read, which would set
 * and clear a timer for every chunk of every stream.
 */
final class Watchdog implements AutoCloseable {
    private final Set<Watch> watched = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService sweeper =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("http-watchdog").factory());

    private final LongConsumer also;

    /**
     * @param also what else to look at; is told the time in nanoseconds
     */
    Watchdog(HttpProperties limits, LongConsumer also) {
        this.also = also;
        long every = limits.watchdogSweep().toMillis();
        sweeper.scheduleWithFixedDelay(this::sweep, every, every, TimeUnit.MILLISECONDS);
    }

    void add(Watch watch) {
        watched.add(watch);
    }

    void remove(Watch watch) {
        watched.remove(watch);
    }

    private void sweep() {
        long now = System.nanoTime();
        watched.forEach(watch -> watch.check(now));
        also.accept(now);
    }

    @Override
    public void close() {
        sweeper.shutdownNow();
    }
}
