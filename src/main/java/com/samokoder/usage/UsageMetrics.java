package com.samokoder.usage;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Duration;

/** What attempts at providers look like from outside. */
@Component
class UsageMetrics {
    private final MeterRegistry meters;

    UsageMetrics(MeterRegistry meters, Purses purses) {
        this.meters = meters;
        Gauge.builder("samokoder.budget.reserved", purses, held -> held.outstanding().doubleValue())
                .description("Money that calls under way hold in this process")
                .baseUnit("usd")
                .register(meters);
    }

    void refused(String reason) {
        meters.counter("samokoder.budget.refusals", "reason", reason).increment();
    }

    void ended(UsageLedger.Call call, @Nullable BigDecimal cost) {
        var tags = tags(call.model());
        meters.counter("samokoder.model.calls", tags.and("outcome", call.outcome())).increment();
        tokens(tags, call.usage());
        if (cost == null) {
            meters.counter("samokoder.model.calls.unpriced", tags).increment();
        } else {
            meters.counter("samokoder.model.cost.usd", tags).increment(cost.doubleValue());
        }
        meters.timer("samokoder.model.duration", tags)
                .record(Duration.ofMillis(call.durationMillis()));
        if (call.firstTokenMillis() != null) {
            meters.timer("samokoder.model.first.token", tags)
                    .record(Duration.ofMillis(call.firstTokenMillis()));
        }
    }

    private void tokens(Tags tags, TokenUsage usage) {
        count(tags, "input", usage.inputUncached());
        count(tags, "cache_read", usage.cacheRead());
        count(tags, "cache_write", usage.cacheWrite());
        count(tags, "output", usage.output() - usage.reasoning());
        count(tags, "reasoning", usage.reasoning());
    }

    private void count(Tags tags, String kind, long tokens) {
        if (tokens > 0) {
            meters.counter("samokoder.model.tokens", tags.and("kind", kind)).increment(tokens);
        }
    }

    /**
     * The provider alone: users may write any model's name, and each would be a series for ever.
     */
    private static Tags tags(ModelId model) {
        return Tags.of("provider", model.provider());
    }
}
