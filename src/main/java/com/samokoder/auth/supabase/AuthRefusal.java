package com.samokoder.auth.supabase;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Optional;

/**
 * Supabase Auth said no. Only its code is kept: its texts may quote addresses.
 *
 * @see AuthErrors
 */
final class AuthRefusal extends RuntimeException {
    private final int status;
    private final String code;
    private final transient @Nullable Duration retryAfter;

    AuthRefusal(int status, String code, @Nullable Duration retryAfter) {
        super("Supabase Auth answered " + status + " " + code);
        this.status = status;
        this.code = code;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    /** Its stable word, such as {@code invalid_credentials}; empty where there was none. */
    String code() {
        return code;
    }

    Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }

    /** Whether it is out of order rather than of another opinion. */
    boolean outOfOrder() {
        return status >= 500 || status == 408 || status == 409 || (status < 400);
    }
}
