package com.samokoder.auth.supabase;

import com.samokoder.auth.jwt.VerificationKeys;
import com.samokoder.platform.supabase.OnSupabase;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The keys that Supabase Auth publishes. One thread at a time fetches them: when they are ten
 * minutes old, and for an unknown key id at most every thirty seconds, however many are tried.
 * While no new ones can be had the old ones count on, until they are twenty minutes old; then
 * nobody is let in.
 */
@OnSupabase
@Component
final class PublishedKeys implements VerificationKeys {
    private static final Logger LOG = LoggerFactory.getLogger(PublishedKeys.class);
    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final Duration BELIEVED = Duration.ofMinutes(20);
    private static final Duration UNKNOWN_KEY = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private final KeySource source;
    private final Clock clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Ring ring;
    private volatile Instant lastTry = Instant.EPOCH;

    private record Ring(Map<String, PublicKey> keys, Instant fetched) {}

    PublishedKeys(KeySource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    @Override
    public Optional<PublicKey> find(String keyId) {
        var current = ring;
        if (current == null || olderThan(FRESH, current)) {
            current = refreshed(current, AFTER_FAILURE);
        }
        var known = current.keys().get(keyId);
        if (known == null && olderThan(UNKNOWN_KEY, current)) {
            known = refreshed(current, UNKNOWN_KEY).keys().get(keyId);
        }
        return Optional.ofNullable(known);
    }

    /** Fetches, unless somebody else is at it or has just tried, and the old ones still count. */
    private Ring refreshed(@Nullable Ring seen, Duration between) {
        if (seen == null || olderThan(BELIEVED, seen)) {
            fetching.lock();
        } else if (!fetching.tryLock()) {
            return seen;
        }
        try {
            var current = ring;
            if (current != null && !current.equals(seen) && !olderThan(FRESH, current)) {
                return current;
            }
            if (!clock.instant().isBefore(lastTry.plus(between))) {
                fetch();
            }
            return believed();
        } finally {
            fetching.unlock();
        }
    }

    private void fetch() {
        lastTry = clock.instant();
        try {
            ring = new Ring(source.fetch(), clock.instant());
        } catch (IOException failed) {
            LOG.warn("Supabase Auth's keys could not be fetched: {}", failed.getMessage());
        }
    }

    private Ring believed() {
        var current = ring;
        if (current == null || olderThan(BELIEVED, current)) {
            throw AuthErrors.unavailable();
        }
        return current;
    }

    private boolean olderThan(Duration age, Ring keys) {
        return !clock.instant().isBefore(keys.fetched().plus(age));
    }
}
