package com.samokoder.runs;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The queue of runs as a worker sees it: across tenants, in the service's name. Everything that
 * writes names its lease and throws {@link LeaseLost} where that is not the newest any more.
 */
@Repository
final class RunQueue {
    private final Database database;
    private final RunsProperties properties;
    private final Ids ids;

    RunQueue(Database database, RunsProperties properties, Ids ids) {
        this.ids = ids;
        this.database = database;
        this.properties = properties;
    }

    Optional<ClaimedRun> claim(String owner) {
        return database.find(
                Caller.service(),
                "run_claim",
                Map.of(
                        "owner", owner,
                        "lease_seconds", seconds(properties.lease()),
                        "user_cap", properties.userCap(),
                        "max_attempts", properties.maxAttempts()),
                ClaimedRun.class);
    }

    /** Renews leases; what is missing from the answer is lost. */
    List<Held> renew(Collection<Lease> leases) {
        var runs =
                leases.stream()
                        .map(lease -> Map.of("id", lease.run().value(), "epoch", lease.epoch()))
                        .toList();
        return database.list(
                Caller.service(),
                "run_renew",
                Map.of("runs", runs, "lease_seconds", seconds(properties.lease())),
                Held.class);
    }

    /**
     * @param after the last event the worker knows of
     */
    Started startStep(Lease lease, long after, String step, String agent) {
        return write(
                "run_start_step",
                lease,
                Map.of("after", after, "step", step, "agent", agent),
                Started.class);
    }

    Appended append(Lease lease, long after, List<LogEntry> events) {
        return write(
                "run_append_events",
                lease,
                Map.of("after", after, "events", events),
                Appended.class);
    }

    /**
     * @throws ApiException {@code version_conflict} when the files are not at the expected version
     */
    Committed commit(Lease lease, FinishedStep step, List<LogEntry> events) {
        return write(
                "run_commit_checked",
                lease,
                Database.arguments(
                        "step", step.row(),
                        "state", step.state(),
                        "changes", step.fileArguments(),
                        "checks", step.changes().verdict(),
                        "expected_head", step.expectedHead(),
                        "message", step.changes().message(),
                        "events", events,
                        "progress", step.progress()),
                Committed.class);
    }

    Run end(Lease lease, Ending ending, List<StepSpent> spent, List<LogEntry> events) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        arguments.put("spent", spent);
        arguments.put("events", events);
        return write(functionFor(ending, arguments), lease, arguments, Run.class);
    }

    private String functionFor(Ending ending, Map<String, @Nullable Object> arguments) {
        switch (ending) {
            case Ending.Completed _ -> arguments.put("status", RunStatus.COMPLETED);
            case Ending.Cancelled _ -> arguments.put("status", RunStatus.CANCELLED);
            case Ending.Failed(RunProblem problem) -> arguments.put("error", problem);
            case Ending.Paused paused -> {
                var after = paused.resumeAfter();
                arguments.put("reason", paused.reason());
                arguments.put("seconds", after == null ? null : seconds(after));
                arguments.put("error", paused.problem());
                arguments.put("stuck", paused.stuck());
            }
            case Ending.AwaitingInput(var kind, var content) -> {
                arguments.put("checkpoint_id", ids.next());
                arguments.put("kind", kind);
                arguments.put("content", content);
            }
            case Ending.Released _ -> {}
        }
        return switch (ending) {
            case Ending.Completed _, Ending.Cancelled _ -> "run_finish";
            case Ending.Failed _ -> "run_fail";
            case Ending.Paused _ -> "run_pause";
            case Ending.AwaitingInput _ -> "run_await";
            case Ending.Released _ -> "run_release";
        };
    }

    Counts counts() {
        return database.get(Caller.service(), "run_counts", cap(), Counts.class);
    }

    /** Runs that a worker could have taken; not those that the cap holds back. */
    Waiting waiting() {
        return database.get(Caller.service(), "run_queue_age", cap(), Waiting.class);
    }

    private Map<String, Integer> cap() {
        return Map.of("user_cap", properties.userCap());
    }

    private <T> T write(
            String function,
            Lease lease,
            Map<String, ? extends @Nullable Object> rest,
            Class<T> type) {
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        arguments.put("user_id", lease.user().value());
        arguments.put("run_id", lease.run().value());
        arguments.put("epoch", lease.epoch());
        arguments.putAll(rest);
        try {
            return database.get(Caller.service(), function, arguments, type);
        } catch (ApiException failure) {
            if (failure.code() == ErrorCode.CONFLICT) {
                throw new LeaseLost();
            }
            throw failure;
        }
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1_000.0;
    }

    record Held(UUID id, long epoch, boolean cancelRequested) {}

    record Started(int attempt, long lastSeq) {}

    /**
     * @param written false where an earlier call, whose answer got lost, had written already
     */
    record Appended(boolean written, long lastSeq) {}

    /**
     * @param cancelled whether nothing was written because the owner cancelled the run
     */
    record Committed(boolean cancelled, @Nullable Integer version, long lastSeq) {}

    record Waiting(long waiting, long oldestSeconds) {}

    /** How many runs are in each state that is not the last; NaN where nobody knows. */
    record Counts(
            double queued,
            double running,
            double awaitingInput,
            double paused,
            double oldestQueuedSeconds) {
        static final Counts UNKNOWN =
                new Counts(Double.NaN, Double.NaN, Double.NaN, Double.NaN, Double.NaN);
    }
}
