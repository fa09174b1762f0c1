package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks after the purses while the service runs, and empties them when it stops. */
@Component
final class PurseKeeper implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(PurseKeeper.class);
    private static final int TIDY_SECONDS = 2;
    private static final int RENEW_SECONDS = 45;
    private static final Duration CATCH_UP = Duration.ofSeconds(2);
    private static final Duration LAST_CATCH_UP = Duration.ofSeconds(3);

    private final Purses purses;
    private final LedgerLines lines;
    private @Nullable ScheduledExecutorService timer;

    PurseKeeper(Purses purses, LedgerLines lines) {
        this.purses = purses;
        this.lines = lines;
    }

    @Override
    public synchronized void start() {
        var started =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("purse-keeper").factory());
        started.scheduleWithFixedDelay(this::tidy, TIDY_SECONDS, TIDY_SECONDS, TimeUnit.SECONDS);
        started.scheduleWithFixedDelay(
                () -> attempt(purses::renew), RENEW_SECONDS, RENEW_SECONDS, TimeUnit.SECONDS);
        timer = started;
    }

    private void tidy() {
        attempt(() -> lines.catchUp(CATCH_UP));
        attempt(purses::tidy);
    }

    @Override
    public synchronized void stop() {
        if (timer != null) {
            timer.shutdownNow();
            timer = null;
            attempt(() -> lines.catchUp(LAST_CATCH_UP));
            attempt(purses::empty);
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return timer != null;
    }

    /** Stops after the web server, whose calls still pay. */
    @Override
    public int getPhase() {
        return 0;
    }

    /** A database that is away now is asked again at the next turn. */
    private static void attempt(Runnable work) {
        try {
            work.run();
        } catch (ApiException unavailable) {
            LOG.warn("Could not look after the purses: {}", unavailable.getMessage());
        }
    }
}
