package com.samokoder.platform.web.health;

import com.samokoder.platform.web.HealthCheck;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.stereotype.Service;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Asks every check at once, each with its own time limit, and remembers the answers for five
 * seconds, so that nobody can use the health page to keep the database busy.
 */
@Service
class HealthService {
    static final Duration CACHED = Duration.ofSeconds(5);
    static final Duration TIME_LIMIT = Duration.ofSeconds(2);

    /** The checks of the deployment document, in its order. */
    private static final List<String> NAMES =
            List.of("database", "supabase", "gpt_pilot", "storage");

    /** Null in the answer of an installation that is not on Supabase. */
    private static final String OPTIONAL = "supabase";

    private final Map<String, HealthCheck> checks = new LinkedHashMap<>();
    private final Clock clock;
    private final String version;
    private final ReentrantLock asking = new ReentrantLock();
    private volatile @Nullable HealthReport last;

    HealthService(List<HealthCheck> checks, Clock clock, ObjectProvider<BuildProperties> build) {
        NAMES.stream()
                .filter(name -> !name.equals(OPTIONAL))
                .forEach(name -> this.checks.put(name, required(checks, name)));
        find(checks, OPTIONAL).ifPresent(check -> this.checks.put(OPTIONAL, check));
        this.clock = clock;
        this.version =
                Optional.ofNullable(build.getIfAvailable())
                        .map(BuildProperties::getVersion)
                        .orElse("development");
    }

    private static HealthCheck required(List<HealthCheck> checks, String name) {
        return find(checks, name)
                .orElseThrow(() -> new IllegalStateException("no health check " + name));
    }

    private static Optional<HealthCheck> find(List<HealthCheck> checks, String name) {
        return checks.stream().filter(check -> check.name().equals(name)).findFirst();
    }

    HealthReport report() {
        var known = last;
        if (known != null && fresh(known)) {
            return known;
        }
        asking.lock();
        try {
            known = last;
            if (known == null || !fresh(known)) {
                known = ask();
                last = known;
            }
            return known;
        } finally {
            asking.unlock();
        }
    }

    private boolean fresh(HealthReport report) {
        return clock.instant().isBefore(report.timestamp().plus(CACHED));
    }

    private HealthReport ask() {
        var results = new LinkedHashMap<String, @Nullable Boolean>();
        var details = new LinkedHashMap<String, HealthReport.Detail>();
        NAMES.forEach(name -> results.put(name, null));
        var running = new LinkedHashMap<String, Future<HealthCheck.Outcome>>();
        var executor = Executors.newVirtualThreadPerTaskExecutor();
        Instant start = clock.instant();
        checks.forEach((name, check) -> running.put(name, executor.submit(check::check)));
        running.forEach((name, future) -> {
            var outcome = outcome(future);
            long took = Duration.between(start, clock.instant()).toMillis();
            results.put(name, outcome.healthy());
            details.put(name, new HealthReport.Detail(took, outcome.reason()));
        });
        executor.shutdownNow();
        var status = results.containsValue(false) ? "unhealthy" : "healthy";
        return new HealthReport(status, clock.instant(), results, version, details);
    }

    private static HealthCheck.Outcome outcome(Future<HealthCheck.Outcome> future) {
        try {
            return future.get(TIME_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            return HealthCheck.Outcome.failed(Objects.toString(failed.getCause()));
        } catch (TimeoutException slow) {
            return HealthCheck.Outcome.failed("no answer within " + TIME_LIMIT.toSeconds() + " s");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return HealthCheck.Outcome.failed("interrupted");
        }
    }
}
