package com.samokoder.platform.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.ratelimit.RateLimiter.Decision;
import com.samokoder.platform.ratelimit.SharedCounts.Take;
import com.samokoder.platform.ratelimit.Tally.Outcome;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Counts requests over all replicas: first in this process, which settles most refusals without
 * asking anybody; then in the database. Rules that guard passwords and money are asked for every
 * request, and refuse when the database cannot be asked. The others are counted here and exchanged
 * in the background: above its quota a client gets at most four hundredths of it more per replica
 * (see {@link Tally}), and without the database each replica counts alone.
 */
@Component
class SharedRateLimiter {
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final RateLimiter local;
    private final SharedCounts counts;
    private final TallyExchange exchange;
    private final Cache<Place, Tally> tallies;
    private final Clock clock;
    private final MeterRegistry meters;

    private record Place(String rule, String client) {}

    SharedRateLimiter(
            RateLimiter local,
            SharedCounts counts,
            TallyExchange exchange,
            RateLimitProperties limits,
            Clock clock,
            MeterRegistry meters) {
        this.local = local;
        this.counts = counts;
        this.exchange = exchange;
        this.clock = clock;
        this.meters = meters;
        this.tallies =
                Caffeine.newBuilder()
                        .maximumSize(2L * limits.clients())
                        .expireAfterAccess(Duration.ofHours(1))
                        .build();
        // There from the start, at zero: Prometheus does not see an increase to a first value.
        RateLimitRule.of(limits).forEach(this::refusals);
    }

    private Counter refusals(RateLimitRule rule) {
        return meters.counter("samokoder.ratelimit.refused", "rule", rule.name());
    }

    /**
     * @throws ApiException {@code unavailable} where a rule must be counted exactly and cannot be
     */
    Decision take(String method, String path, Client client) {
        var decision = local.take(method, path, client);
        for (var rule : decision.rules()) {
            if (!decision.allowed()) {
                break;
            }
            decision = tighter(decision, rule.exact() ? exact(rule, client) : near(rule, client));
        }
        if (!decision.allowed()) {
            refusals(decision.tightest()).increment();
        }
        return decision;
    }

    private static Decision tighter(Decision one, Decision other) {
        boolean replaces = !other.allowed() || other.remaining() < one.remaining();
        return replaces ? other.of(one.rules()) : one;
    }

    private Decision exact(RateLimitRule rule, Client client) {
        var take = new Take(SharedCounts.key(rule, client), rule.window().toSeconds(), 1);
        try {
            var total = counts.add(List.of(take)).getFirst();
            return decision(rule, rule.quota() - total.taken(), total.reset());
        } catch (ApiException failure) {
            throw ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(RETRY);
        }
    }

    private Decision near(RateLimitRule rule, Client client) {
        var now = clock.instant();
        var place = new Place(rule.name(), rule.counted(client));
        var tally = tallies.get(place, _ -> new Tally(rule, SharedCounts.key(rule, client), now));
        var taken = tally.take(now, false);
        for (int wait = 0; taken.outcome() == Outcome.UNHEARD && wait < 2; wait++) {
            exchange.await();
            taken = tally.take(now, false);
        }
        if (taken.outcome() == Outcome.UNHEARD) {
            taken = tally.take(now, true);
        }
        exchange.changed(tally);
        long left = taken.outcome() == Outcome.COUNTED ? taken.left() : -1;
        return decision(rule, left, Duration.between(now, tally.reset()));
    }

    private static Decision decision(RateLimitRule rule, long left, Duration reset) {
        return new Decision(left >= 0, List.of(rule), rule, Math.max(0, left), reset);
    }
}
