package com.samokoder.auth.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.platform.audit.AuditEntry;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.platform.audit.AuditOutcome;
import com.samokoder.platform.audit.AuditTrail;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import io.github.bucket4j.Bucket;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.UUID;

/**
 * Counts wrong passwords by the address that is tried, wherever they come from and whether it has
 * an account or not. Guesses come back one by one, so that nobody is locked out of his account for
 * long. Counted in each process by itself.
 */
@Component
public final class WrongGuesses {
    private static final int ALLOWED = 10;
    private static final Duration ONE_MORE = Duration.ofSeconds(30);
    private static final int MOST = 50_000;

    private final Cache<String, Bucket> left =
            Caffeine.newBuilder()
                    .maximumSize(MOST)
                    .expireAfterAccess(ONE_MORE.multipliedBy(ALLOWED))
                    .build();
    private final AuditTrail audit;

    WrongGuesses(AuditTrail audit) {
        this.audit = audit;
    }

    /**
     * @throws ApiException {@code rate_limited} where too many were wrong
     */
    public void requireLeft(String email) {
        var bucket = left.getIfPresent(email);
        if (bucket != null && bucket.getAvailableTokens() == 0) {
            trace(email, null);
            throw ApiException.of(ErrorCode.RATE_LIMITED).withRetryAfter(ONE_MORE);
        }
    }

    /**
     * Counts one more wrong password.
     *
     * @param user whose account the address is of, where that is known
     */
    public void count(String email, @Nullable UUID user) {
        left.get(email, _ -> bucket()).tryConsume(1);
        trace(email, user);
    }

    private void trace(String email, @Nullable UUID user) {
        var refused = AuditOutcome.REFUSED;
        audit.record(AuditEntry.unproved(AuditEvent.PASSWORD_CHECK, refused, email).by(user));
    }

    private static Bucket bucket() {
        return Bucket.builder()
                .addLimit(limit -> limit.capacity(ALLOWED).refillGreedy(1, ONE_MORE))
                .build();
    }
}
