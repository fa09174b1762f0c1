package com.samokoder.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Three replicas, which know of each other through the database alone. */
@ServiceTest
class SharedRateLimiterTests {
    private static final int QUOTA = 200;
    private static final RateLimitProperties LIMITS =
            new RateLimitProperties(QUOTA, 100_000, 5, 10, 10, 20, 1000);

    /** Half a minute into a window by its own count, so that none ends during a test. */
    private final Clock clock = Clock.fixed(Instant.parse("2026-01-01T00:00:30Z"), ZoneOffset.UTC);

    private final Client client = client();

    @Autowired Database database;
    @Autowired Environment environment;

    private static Client client() {
        return Client.of(Optional.of(UUID.randomUUID().toString()), "203.0.113.9");
    }

    private record Replica(SharedRateLimiter limiter, TallyExchange exchange)
            implements AutoCloseable {
        boolean allows(String method, String path, Client client) {
            return limiter.take(method, path, client).allowed();
        }

        @Override
        public void close() {
            exchange.stop();
        }
    }

    private Replica replica(Database store) {
        var counts = new SharedCounts(store);
        var exchange = new TallyExchange(counts, clock);
        exchange.start();
        var limiter =
                new SharedRateLimiter(
                        new RateLimiter(LIMITS, clock),
                        counts,
                        exchange,
                        LIMITS,
                        clock,
                        new SimpleMeterRegistry());
        return new Replica(limiter, exchange);
    }

    @Test
    void aLateCallCountsInTheNewerWindow() {
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        var key = UUID.randomUUID().toString().replace("-", "").repeat(2);
        var counts = new SharedCounts(database);
        var take = List.of(new SharedCounts.Take(key, 3_600, 1));
        assertThat(counts.add(take).getFirst().taken()).isEqualTo(1);
        var shift =
                "update public.rate_limits set window_start = window_start + cast(? as interval)"
                        + " where key = decode(?, 'hex') returning 1";
        sql.asOwner(shift, "2 hours", key);
        assertThat(counts.add(take).getFirst().taken()).isEqualTo(2);
        assertThat(counts.add(take).getFirst().taken()).isEqualTo(3);
        sql.asOwner(shift, "-4 hours", key);
        assertThat(counts.add(take).getFirst().taken()).isEqualTo(1);
    }

    @Test
    void threeReplicasTogetherKeepTheQuotaWithinTheStatedSlack() throws Exception {
        try (var one = replica(database);
                var two = replica(database);
                var three = replica(database);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var replicas = List.of(one, two, three);
            var allowed = new AtomicInteger();
            IntStream.range(0, 12)
                    .mapToObj(worker ->
                            threads.submit(() -> {
                                for (int i = 0; i < QUOTA / 2; i++) {
                                    var replica = replicas.get((worker + i) % 3);
                                    if (replica.allows("GET", "/api/projects", client)) {
                                        allowed.incrementAndGet();
                                    }
                                }
                            }))
                    .toList()
                    .forEach(SharedRateLimiterTests::join);
            int slack = 3 * 2 * QUOTA / 50;
            assertThat(allowed.get()).isBetween(QUOTA, QUOTA + slack);
        }
    }

    private static void join(Future<?> task) {
        try {
            task.get();
        } catch (InterruptedException | ExecutionException failure) {
            throw new IllegalStateException(failure);
        }
    }

    @Test
    void rulesThatGuardPasswordsAndMoneyAreExact() {
        try (var one = replica(database);
                var two = replica(database)) {
            var somewhere =
                    Client.of(Optional.empty(), "2001:db8::" + UUID.randomUUID().hashCode());
            int signIns = 0;
            int runs = 0;
            for (int i = 0; i < 30; i++) {
                var replica = i % 2 == 0 ? one : two;
                signIns += replica.allows("POST", "/api/auth/login", somewhere) ? 1 : 0;
                runs += replica.allows("POST", "/api/projects/1/generate", client) ? 1 : 0;
            }
            assertThat(signIns).isLessThanOrEqualTo(5).isPositive();
            assertThat(runs).isEqualTo(20);
        }
    }

    @Test
    void withoutTheDatabaseSignInIsClosedAndReadingIsCountedHere() {
        try (var alone = replica(away())) {
            assertThatThrownBy(() -> alone.allows("POST", "/api/auth/login", client()))
                    .isInstanceOfSatisfying(
                            ApiException.class,
                            failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
            int allowed = 0;
            for (int i = 0; i < 2 * QUOTA; i++) {
                allowed += alone.allows("GET", "/api/projects", client) ? 1 : 0;
            }
            assertThat(allowed).isEqualTo(QUOTA);
        }
    }

    @Test
    void keepsNoAddress() {
        var rule = RateLimitRule.of(LIMITS).getFirst();
        assertThat(SharedCounts.key(rule, Client.of(Optional.empty(), "203.0.113.9")))
                .hasSize(64)
                .doesNotContain("203");
    }

    /** A database that nobody reaches. */
    private static Database away() {
        return (Database)
                Proxy.newProxyInstance(
                        Database.class.getClassLoader(),
                        new Class<?>[] {Database.class},
                        (proxy, method, arguments) -> {
                            throw ApiException.of(ErrorCode.UNAVAILABLE);
                        });
    }
}
