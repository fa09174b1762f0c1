package com.samokoder.gateway;

import com.samokoder.llm.ProviderFailure;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * How long to wait before a call is tried again: as long as the provider asks, else exponentially,
 * with jitter so that callers that failed together do not return together.
 */
final class Backoff {
    private static final int RETRIES = 2;
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final RandomGenerator random;
    private final Duration longest;

    /** For callers with time. */
    Backoff(RandomGenerator random) {
        this(random, LONGEST);
    }

    /**
     * @param longest the longest wait that the caller bears
     */
    Backoff(RandomGenerator random, Duration longest) {
        this.random = random;
        this.longest = longest;
    }

    /**
     * @param retries how many there have been
     * @return empty where waiting here is no use: enough retries, nothing to hope for, or a wait
     *     that the caller should spend elsewhere
     */
    Optional<Duration> next(ProviderFailure failure, int retries) {
        if (!failure.retryable() || retries >= RETRIES) {
            return Optional.empty();
        }
        var asked = failure.retryAfter();
        if (asked != null) {
            return Optional.of(asked).filter(wait -> wait.compareTo(longest) <= 0);
        }
        var ceiling = FIRST.multipliedBy(1L << retries).toMillis();
        return Optional.of(Duration.ofMillis(ceiling / 2 + random.nextLong(ceiling / 2 + 1)));
    }
}
