package com.samokoder.auth.local;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Password hashes: Argon2id with OWASP's smallest recommended cost. Each takes 19 MiB and a core,
 * so only two are made at a time; who would wait too long is sent away.
 */
@WithoutSupabase
@Component
final class Passwords {
    private static final int AT_ONCE = 2;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final Argon2PasswordEncoder encoder = new Argon2PasswordEncoder(16, 32, 1, 19_456, 2);
    private final Semaphore places;
    private final Duration longestWait;
    private final String nobodysHash;

    Passwords() {
        this(new Semaphore(AT_ONCE, true), LONGEST_WAIT);
    }

    Passwords(Semaphore places, Duration longestWait) {
        this.places = places;
        this.longestWait = longestWait;
        this.nobodysHash = encoder.encode("the password of nobody");
    }

    String hash(String password) {
        return inTurn(() -> encoder.encode(password));
    }

    /**
     * Takes as long for a user who does not exist.
     *
     * @param hash null for such a user
     */
    boolean match(String password, @Nullable String hash) {
        var compared = (hash == null) ? nobodysHash : hash;
        return inTurn(() -> encoder.matches(password, compared)) && hash != null;
    }

    private <T> T inTurn(Supplier<T> work) {
        takePlace();
        try {
            return work.get();
        } finally {
            places.release();
        }
    }

    private void takePlace() {
        try {
            if (places.tryAcquire(longestWait.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        throw ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(COME_BACK);
    }
}
