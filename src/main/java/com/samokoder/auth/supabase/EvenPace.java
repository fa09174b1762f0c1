package com.samokoder.auth.supabase;

import com.samokoder.platform.supabase.OnSupabase;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets refusals leave at even intervals, because Supabase Auth takes longer to compare a password
 * than to find no account.
 */
@OnSupabase
@Component
final class EvenPace {
    private static final Duration BEAT = Duration.ofMillis(400);

    /** When the work began, for {@link #await}. */
    static long start() {
        return System.nanoTime();
    }

    /** Waits until a whole number of beats has passed since the start. */
    void await(long start) {
        long beat = BEAT.toNanos();
        long beats = (System.nanoTime() - start) / beat + 1;
        long end = start + beats * beat;
        while (!Thread.currentThread().isInterrupted() && System.nanoTime() < end) {
            LockSupport.parkNanos(
                    Math.max(end - System.nanoTime(), TimeUnit.MILLISECONDS.toNanos(1)));
        }
    }
}
