package com.samokoder.gateway;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.keys.KeyId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Leaves out what is over its limit, or down, while that lasts. A limit belongs to a key and a
 * model, as providers count; an outage counts after some failures in a row. What every replica must
 * know, a refused or an empty key, is kept with the key itself.
 */
@Component
class Circuit {
    private static final int FAILURES_IN_A_ROW = 5;
    private static final Duration OUTAGE = Duration.ofSeconds(10);
    private static final Duration UNTOLD = Duration.ofSeconds(5);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final int MOST = 50_000;

    private final Clock clock;
    private final Cache<Place, State> states =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(LONGEST).build();

    Circuit(Clock clock) {
        this.clock = clock;
    }

    /** Why a route is left out for now; null when it is not. */
    @Nullable ProviderFailure leftOut(Route route) {
        var state = states.getIfPresent(place(route));
        if (state == null || state.why() == null) {
            return null;
        }
        var rest = Duration.between(clock.instant(), state.until());
        return rest.isPositive() ? withRetryAfter(state.why(), rest) : null;
    }

    void worked(Route route) {
        // Nearly always there is nothing to forget, and looking costs less than removing.
        var place = place(route);
        if (states.getIfPresent(place) != null) {
            states.invalidate(place);
        }
    }

    void failed(Route route, ProviderFailure failure) {
        switch (failure.code()) {
            case PROVIDER_RATE_LIMITED -> leaveOut(route, failure);
            case PROVIDER_UNAVAILABLE, PROVIDER_TIMEOUT -> count(route, failure);
            default -> {
                // Says nothing about the next call.
            }
        }
    }

    private void leaveOut(Route route, ProviderFailure failure) {
        var told = failure.retryAfter();
        var wait = told == null ? UNTOLD : told.compareTo(LONGEST) > 0 ? LONGEST : told;
        states.put(place(route), new State(0, clock.instant().plus(wait), failure));
    }

    private void count(Route route, ProviderFailure failure) {
        var told = failure.retryAfter();
        states.asMap()
                .compute(
                        place(route),
                        (_, known) -> {
                            int failures = known == null ? 1 : known.failures() + 1;
                            boolean open = failures >= FAILURES_IN_A_ROW;
                            var wait = told == null ? OUTAGE : told;
                            return new State(
                                    failures,
                                    clock.instant().plus(open ? wait : Duration.ZERO),
                                    failure);
                        });
    }

    private static ProviderFailure withRetryAfter(ProviderFailure why, Duration rest) {
        return new ProviderFailure(
                why.code(),
                why.code() == ErrorCode.PROVIDER_RATE_LIMITED || why.retryable(),
                why.status(),
                why.providerCode(),
                rest);
    }

    private static Place place(Route route) {
        return new Place(route.key() == null ? null : route.key().id(), route.model());
    }

    /**
     * @param key null where the provider needs none
     */
    private record Place(@Nullable KeyId key, ModelId model) {}

    /**
     * @param failures in a row
     */
    private record State(int failures, Instant until, @Nullable ProviderFailure why) {}
}
