package com.samokoder.auth.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import io.jsonwebtoken.Jwts;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

class PublishedKeysTests {
    private static final PublicKey KEY = Jwts.SIG.ES256.keyPair().build().getPublic();

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicReference<KeySource> source =
            new AtomicReference<>(() -> Map.of("known", KEY));
    private final PublishedKeys keys =
            new PublishedKeys(
                    () -> {
                        fetches.incrementAndGet();
                        return source.get().fetch();
                    },
                    new SetClock());

    @Test
    void manyWhoAskAtOnceFetchOnce() throws Exception {
        var gate = new CountDownLatch(1);
        source.set(() -> {
            awaitQuietly(gate);
            return Map.of("known", KEY);
        });
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var found =
                    IntStream.range(0, 50)
                            .mapToObj(_ -> threads.submit(() -> keys.find("known")))
                            .toList();
            gate.countDown();
            for (var answer : found) {
                assertThat(answer.get()).contains(KEY);
            }
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void unknownKeysAreLookedForOnceInThirtySeconds() {
        keys.find("known");
        later(Duration.ofSeconds(31));
        for (int i = 0; i < 10_000; i++) {
            assertThat(keys.find(UUID.randomUUID().toString())).isEmpty();
        }
        assertThat(fetches).hasValue(2);
        later(Duration.ofSeconds(31));
        assertThat(keys.find("unheard of")).isEmpty();
        assertThat(fetches).hasValue(3);
    }

    @Test
    void aRotatedKeyIsFoundWithinThirtySeconds() {
        keys.find("known");
        source.set(() -> Map.of("known", KEY, "rotated", KEY));
        later(Duration.ofSeconds(31));
        assertThat(keys.find("rotated")).contains(KEY);
    }

    @Test
    void oldKeysCountWhileNoNewOnesCanBeHadAndNotForever() {
        keys.find("known");
        source.set(() -> {
            throw new IOException("down");
        });
        later(Duration.ofMinutes(11));
        assertThat(keys.find("known")).contains(KEY);
        later(Duration.ofMinutes(8));
        assertThat(keys.find("known")).contains(KEY);
        later(Duration.ofMinutes(1));
        assertUnavailable();
        source.set(() -> Map.of("known", KEY));
        later(Duration.ofSeconds(6));
        assertThat(keys.find("known")).contains(KEY);
    }

    @Test
    void aFailingFetchIsNotRepeatedByEverybody() {
        source.set(() -> {
            throw new IOException("down");
        });
        for (int i = 0; i < 100; i++) {
            assertUnavailable();
        }
        assertThat(fetches).hasValue(1);
    }

    @Test
    void aKeyThatIsWithdrawnStopsCountingAfterTenMinutes() {
        keys.find("known");
        source.set(Map::of);
        later(Duration.ofMinutes(9));
        assertThat(keys.find("known")).contains(KEY);
        later(Duration.ofMinutes(1));
        assertThat(keys.find("known")).isEmpty();
    }

    private void assertUnavailable() {
        assertThatThrownBy(() -> keys.find("known"))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private void later(Duration by) {
        now.updateAndGet(instant -> instant.plus(by));
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now.get();
        }
    }
}
