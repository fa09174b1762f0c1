package com.samokoder.platform.web;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.http.Outcome;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * {@code http.server.requests} for requests that pass Spring's observation by: the same meter, with
 * the tags that Spring's default convention gives it.
 */
@Component
final class RequestTimes {
    private static final String NONE = "none";

    private final MeterRegistry meters;
    private final ConcurrentHashMap<Kind, Timer> timers = new ConcurrentHashMap<>();

    RequestTimes(MeterRegistry meters) {
        this.meters = meters;
    }

    private record Kind(String path, int status, String failure) {}

    /**
     * @param failure what was thrown and answered; null where nothing was
     */
    void record(String path, int status, @Nullable Throwable failure, long nanos) {
        var name = failure == null ? NONE : failure.getClass().getSimpleName();
        timers.computeIfAbsent(new Kind(path, status, name), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Kind kind) {
        return Timer.builder("http.server.requests")
                .tag("error", kind.failure())
                .tag("exception", kind.failure())
                .tag("method", HttpMethod.POST.name())
                .tag("outcome", Outcome.forStatus(kind.status()).name())
                .tag("status", Integer.toString(kind.status()))
                .tag("uri", kind.path())
                .register(meters);
    }
}
