package com.samokoder.files.git;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * How many requests are served at once: few, as each may compare and compress a whole project, and
 * fewer of one user, whose slow connections must not be everybody's.
 */
final class Turns {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Semaphore all;

    /** Those that nobody holds or waits for are forgotten. */
    private final LoadingCache<UserId, Semaphore> ofUsers;

    Turns(int atOnce) {
        this.all = new Semaphore(atOnce, true);
        int each = Math.max(1, atOnce / 2);
        this.ofUsers = Caffeine.newBuilder().weakValues().build(user -> new Semaphore(each, true));
    }

    /** To be given back by {@link #close}. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for a turn; {@code unavailable} after a while. */
    Turn take(UserId user) {
        var own = ofUsers.get(user);
        acquire(own);
        boolean taken = false;
        try {
            acquire(all);
            taken = true;
        } finally {
            if (!taken) {
                own.release();
            }
        }
        return () -> {
            all.release();
            own.release();
        };
    }

    private static void acquire(Semaphore semaphore) {
        try {
            if (semaphore.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException ending) {
            Thread.currentThread().interrupt();
        }
        throw ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(PATIENCE);
    }
}
