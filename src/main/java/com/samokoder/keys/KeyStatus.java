package com.samokoder.keys;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of a key. Throttled or out of money is not refused. */
enum KeyStatus {
    VALID,
    INVALID,
    EXHAUSTED,
    RATE_LIMITED;

    /** The status of a key of which nothing is known. */
    static final String UNKNOWN = "unchecked";

    private static final Duration THROTTLED = Duration.ofMinutes(1);
    private static final Duration EMPTY = Duration.ofHours(1);

    private static final Map<ErrorCode, KeyStatus> BY_FAILURE =
            Map.of(
                    ErrorCode.PROVIDER_KEY_INVALID, INVALID,
                    ErrorCode.PROVIDER_QUOTA_EXHAUSTED, EXHAUSTED,
                    ErrorCode.PROVIDER_RATE_LIMITED, RATE_LIMITED);

    /** Empty where the failure is not about the key. */
    static Optional<KeyStatus> toldBy(ProviderFailure failure) {
        return Optional.ofNullable(BY_FAILURE.get(failure.code()));
    }

    /** Whether a status still says something: limits pass by themselves. */
    static boolean lasts(String status, @Nullable Instant since, Instant now) {
        var life =
                status.equals(RATE_LIMITED.word())
                        ? THROTTLED
                        : status.equals(EXHAUSTED.word()) ? EMPTY : null;
        return life == null || since == null || since.plus(life).isAfter(now);
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
