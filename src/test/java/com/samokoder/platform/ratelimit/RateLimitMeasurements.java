package com.samokoder.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.database.Database;
import com.samokoder.testing.ServiceTest;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What {@code docs/performance.md} states of the limiter's cost. Not part of the build: {@code
 * scripts/measure-production.sh} runs it.
 */
@ServiceTest
class RateLimitMeasurements {
    private static final int REQUESTS = 400_000;
    private static final int CLIENTS = 100;
    private static final RateLimitProperties LIMITS =
            new RateLimitProperties(REQUESTS, 10 * REQUESTS, 5, 10, 10, 20, 1000);

    @Autowired Database database;

    @Test
    void costOfAnOrdinaryRequest() {
        var calls = new AtomicInteger();
        var counts = new SharedCounts(counting(calls));
        var clock = Clock.systemUTC();
        var exchange = new TallyExchange(counts, clock);
        var local = new RateLimiter(LIMITS, clock);
        var limiter =
                new SharedRateLimiter(
                        local, counts, exchange, LIMITS, clock, new SimpleMeterRegistry());
        var clients = new Client[CLIENTS];
        Arrays.setAll(
                clients,
                n -> Client.of(Optional.of(UUID.randomUUID().toString()), "203.0.113." + n));
        exchange.start();
        try {
            micros(limiter, clients);
            calls.set(0);
            double micros = micros(limiter, clients);
            System.out.printf(
                    "limiter: %.2f us a request, %d calls of the database for %d requests of %d"
                            + " clients%n",
                    micros, calls.get(), REQUESTS, CLIENTS);
        } finally {
            exchange.stop();
        }
    }

    private static double micros(SharedRateLimiter limiter, Client[] clients) {
        boolean allowed = true;
        long began = System.nanoTime();
        for (int request = 0; request < REQUESTS; request++) {
            var client = clients[request % clients.length];
            allowed &= limiter.take("GET", "/api/projects/some", client).allowed();
        }
        double micros = (System.nanoTime() - began) / 1_000.0 / REQUESTS;
        assertThat(allowed).isTrue();
        return micros;
    }

    private Database counting(AtomicInteger calls) {
        return (Database)
                Proxy.newProxyInstance(
                        Database.class.getClassLoader(),
                        new Class<?>[] {Database.class},
                        (_, method, arguments) -> {
                            calls.incrementAndGet();
                            try {
                                return method.invoke(database, arguments);
                            } catch (InvocationTargetException failure) {
                                throw failure.getCause();
                            }
                        });
    }
}
