package com.samokoder.runs;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Repeats calls while the database is away: a finished step was paid for and is worth waiting. The
 * lease may lapse meanwhile; it is the worker's own again as long as nobody else claimed the run.
 */
final class Patience {
    private static final Duration FIRST_WAIT = Duration.ofMillis(100);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final Clock clock;
    private final Duration limit;
    private final BooleanSupplier pointless;

    /**
     * @param pointless whether there is nothing to wait for any more
     */
    Patience(Clock clock, Duration limit, BooleanSupplier pointless) {
        this.clock = clock;
        this.limit = limit;
        this.pointless = pointless;
    }

    <T> T insist(Supplier<T> call) {
        Instant end = clock.instant().plus(limit);
        var wait = FIRST_WAIT;
        while (true) {
            try {
                return call.get();
            } catch (ApiException failure) {
                boolean last = pointless.getAsBoolean() || clock.instant().isAfter(end);
                if (failure.code() != ErrorCode.UNAVAILABLE || last || !pause(wait)) {
                    throw failure;
                }
            }
            wait = wait.multipliedBy(2);
            wait = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
        }
    }

    private static boolean pause(Duration wait) {
        try {
            Thread.sleep(wait);
            return true;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
