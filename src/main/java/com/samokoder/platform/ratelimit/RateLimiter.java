package com.samokoder.platform.ratelimit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;

import org.springframework.stereotype.Component;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Counts requests in this process. A request takes one token of every rule that counts it, or of
 * none: what a rule refuses is given back to the others.
 */
@Component
class RateLimiter {
    private final List<RateLimitRule> rules;
    private final Cache<Key, Bucket> buckets;
    private final TimeMeter time;

    private record Key(String rule, String client) {}

    private record Taken(RateLimitRule rule, Bucket bucket, ConsumptionProbe probe) {}

    /**
     * @param remaining requests left under the rule that will stop this client first
     * @param reset until that rule starts counting anew
     */
    record Decision(
            boolean allowed,
            List<RateLimitRule> rules,
            RateLimitRule tightest,
            long remaining,
            Duration reset) {

        Decision of(List<RateLimitRule> all) {
            return new Decision(allowed, all, tightest, remaining, reset);
        }
    }

    RateLimiter(RateLimitProperties limits, Clock clock) {
        this.rules = RateLimitRule.of(limits);
        this.buckets =
                Caffeine.newBuilder()
                        .maximumSize((long) limits.clients() * rules.size())
                        .expireAfterAccess(Duration.ofHours(1))
                        .build();
        this.time = new ClockMeter(clock);
    }

    Decision take(String method, String path, Client client) {
        var asked = method + " " + path;
        var counting = rules.stream().filter(rule -> rule.counts(asked)).toList();
        var taken = new ArrayList<Taken>();
        for (RateLimitRule rule : counting) {
            var next = take(rule, client);
            if (!next.probe().isConsumed()) {
                taken.forEach(other -> other.bucket().addTokens(1));
                return decide(false, counting, next);
            }
            taken.add(next);
        }
        var tightest =
                taken.stream()
                        .reduce((one, other) -> remaining(other) < remaining(one) ? other : one)
                        .orElseThrow();
        return decide(true, counting, tightest);
    }

    private Taken take(RateLimitRule rule, Client client) {
        var key = new Key(rule.name(), rule.counted(client));
        var bucket = buckets.get(key, unused -> bucket(rule));
        return new Taken(rule, bucket, bucket.tryConsumeAndReturnRemaining(1));
    }

    private Bucket bucket(RateLimitRule rule) {
        return Bucket.builder()
                .withCustomTimePrecision(time)
                .addLimit(limit ->
                        limit.capacity(rule.quota()).refillIntervally(rule.quota(), rule.window()))
                .build();
    }

    private static Decision decide(boolean allowed, List<RateLimitRule> rules, Taken tightest) {
        var probe = tightest.probe();
        long nanos = allowed ? probe.getNanosToWaitForReset() : probe.getNanosToWaitForRefill();
        return new Decision(
                allowed, rules, tightest.rule(), remaining(tightest), Duration.ofNanos(nanos));
    }

    private static long remaining(Taken taken) {
        return taken.probe().getRemainingTokens();
    }

    private record ClockMeter(Clock clock) implements TimeMeter {
        @Override
        public long currentTimeNanos() {
            return TimeUnit.MILLISECONDS.toNanos(clock.millis());
        }

        @Override
        public boolean isWallClockBased() {
            return true;
        }
    }
}
