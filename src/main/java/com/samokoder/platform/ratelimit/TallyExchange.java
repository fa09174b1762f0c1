package com.samokoder.platform.ratelimit;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.ratelimit.SharedCounts.Take;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Tells the other replicas what this one has counted and learns what they have: every second, and
 * as soon as a client has used up this replica's portion of its quota. One call for all clients.
 */
@Component
class TallyExchange implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(TallyExchange.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /** Longer than this no request waits for a database that is slow. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private static final int AT_ONCE = 500;

    private final SharedCounts counts;
    private final Clock clock;
    private final Set<Tally> changed = ConcurrentHashMap.newKeySet();
    private final Semaphore bell = new Semaphore(0);
    private final AtomicReference<CompletableFuture<Void>> next =
            new AtomicReference<>(new CompletableFuture<>());
    private volatile @Nullable Thread loop;

    TallyExchange(SharedCounts counts, Clock clock) {
        this.counts = counts;
        this.clock = clock;
    }

    /** Notes that a tally has changed. */
    void changed(Tally tally) {
        changed.add(tally);
        if (tally.due()) {
            bell.release();
        }
    }

    /** Waits for an exchange, but not for a database that is slow. */
    void await() {
        var exchange = next.get();
        bell.release();
        try {
            exchange.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException withoutTheOthers) {
            LOG.debug("Counting requests without the other replicas");
        }
    }

    @Override
    public void start() {
        var thread = Thread.ofVirtual().name("rate-limits").unstarted(this::exchangeUntilStopped);
        loop = thread;
        thread.start();
    }

    @Override
    public void stop() {
        loop = null;
        bell.release();
    }

    @Override
    public boolean isRunning() {
        return loop != null;
    }

    private void exchangeUntilStopped() {
        while (loop == Thread.currentThread()) {
            var done = next.getAndSet(new CompletableFuture<>());
            exchange();
            done.complete(null);
            try {
                if (bell.tryAcquire(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                    bell.drainPermits();
                }
            } catch (InterruptedException stopping) {
                return;
            }
        }
    }

    /** One round: what fails is sent with the next. */
    void exchange() {
        var sending = new LinkedHashMap<String, Tally>();
        var takes = new ArrayList<Take>();
        for (var tally : List.copyOf(changed)) {
            changed.remove(tally);
            tally.send()
                    .ifPresent(take -> {
                        sending.put(tally.key(), tally);
                        takes.add(take);
                    });
        }
        for (int from = 0; from < takes.size(); from += AT_ONCE) {
            send(takes.subList(from, Math.min(takes.size(), from + AT_ONCE)), sending);
        }
    }

    private void send(List<Take> takes, Map<String, Tally> tallies) {
        var unanswered = new ArrayList<>(takes.stream().map(Take::key).toList());
        try {
            for (var total : counts.add(takes)) {
                var tally = tallies.get(total.key());
                if (tally != null && unanswered.remove(total.key())) {
                    tally.sent(total, clock.instant());
                }
            }
        } catch (ApiException failure) {
            LOG.warn("Rate limits are not shared now: {}", failure.code());
        } finally {
            for (var key : unanswered) {
                var tally = tallies.get(key);
                if (tally != null) {
                    tally.notSent();
                    changed.add(tally);
                }
            }
        }
    }
}
