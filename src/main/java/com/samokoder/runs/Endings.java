package com.samokoder.runs;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Decides how a run is left when a step did not end well. What the owner can put right, and what
 * passes by itself, pauses the run; the rest fails it. Both can be resumed.
 */
final class Endings {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(31);

    /** After so many claims without a finished step the run waits for its owner. */
    private static final int PAUSES = 4;

    private Endings() {}

    /** For a run whose work was stopped. */
    static Ending of(Work work) {
        return switch (Objects.requireNonNull(work.stopped())) {
            case CANCELLED -> new Ending.Cancelled();
            case SHUTDOWN -> new Ending.Released();
            case LOST -> throw new LeaseLost();
        };
    }

    static Ending of(ProviderFailure failure, int attempts) {
        return of(RunProblem.of(failure.code()), failure.retryAfter(), attempts);
    }

    static Ending of(ApiException failure, int attempts) {
        return of(RunProblem.of(failure), failure.retryAfter(), attempts);
    }

    static Ending of(LimitReached reached) {
        var problem =
                new RunProblem(
                        ErrorCode.BUDGET_EXCEEDED, "runs.limit_" + reached.limit(), List.of());
        return new Ending.Paused("budget", null, problem);
    }

    static Ending of(Stuck stuck) {
        return new Ending.Paused("stuck", null, stuck.problem(), stuck.report());
    }

    static Ending internal() {
        return new Ending.Failed(RunProblem.of(ErrorCode.INTERNAL));
    }

    private static Ending of(RunProblem problem, @Nullable Duration retryAfter, int attempts) {
        return switch (problem.code()) {
            case PROVIDER_RATE_LIMITED, RATE_LIMITED ->
                    new Ending.Paused("rate_limited", pause(retryAfter, attempts), problem);
            case UNAVAILABLE, PROVIDER_UNAVAILABLE, PROVIDER_TIMEOUT ->
                    new Ending.Paused("unavailable", pause(retryAfter, attempts), problem);
            case PROVIDER_QUOTA_EXHAUSTED -> new Ending.Paused("provider_quota", null, problem);
            case PROVIDER_KEY_INVALID, PROVIDER_KEY_MISSING, KEY_UNREADABLE ->
                    new Ending.Paused("key_invalid", null, problem);
            case BUDGET_EXCEEDED, PRICE_UNKNOWN ->
                    new Ending.Paused(
                            "budget", retryAfter == null ? null : pause(retryAfter, 1), problem);
            case STORAGE_EXCEEDED -> new Ending.Paused("storage", null, problem);
            case MODEL_OUTPUT_INVALID -> new Ending.Paused("stuck", null, problem);
            default -> new Ending.Failed(problem);
        };
    }

    /** What the provider asks for, or longer each time; null when it has been long enough. */
    private static @Nullable Duration pause(@Nullable Duration retryAfter, int attempts) {
        if (attempts > PAUSES) {
            return null;
        }
        var own = FIRST_PAUSE.multipliedBy(1L << (2 * Math.max(0, attempts - 1)));
        var wanted = retryAfter == null || retryAfter.isNegative() ? own : retryAfter;
        return wanted.compareTo(LONGEST_PAUSE) < 0 ? wanted : LONGEST_PAUSE;
    }
}
