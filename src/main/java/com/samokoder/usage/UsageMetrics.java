package com.samokoder.usage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** What attempts at providers look like from outside. */
@Component
class UsageMetrics {
    static final String BUDGET = "budget";
    static final String UNKNOWN_PRICE = "unknown_price";

    private final MeterRegistry meters;
    private final Map<String, ProviderMeters> providers = new ConcurrentHashMap<>();

    UsageMetrics(MeterRegistry meters, Purses purses) {
        this.meters = meters;
        Gauge.builder("samokoder.budget.reserved", purses, held -> held.outstanding().doubleValue())
                .description("Money that calls under way hold in this process")
                .baseUnit("usd")
                .register(meters);
        // There from the start, at zero: Prometheus does not see an increase to a first value.
        List.of(BUDGET, UNKNOWN_PRICE).forEach(this::refusals);
    }

    void refused(String reason) {
        refusals(reason).increment();
    }

    private Counter refusals(String reason) {
        return meters.counter("samokoder.budget.refusals", "reason", reason);
    }

    void ended(UsageLedger.Call call, @Nullable BigDecimal cost) {
        var provider = providers.computeIfAbsent(call.model().provider(), this::metersOf);
        provider.calls(call.outcome()).increment();
        provider.tokens(call.usage());
        if (cost == null) {
            provider.unpriced.increment();
        } else {
            provider.cost.increment(cost.doubleValue());
        }
        provider.duration.record(call.durationMillis(), TimeUnit.MILLISECONDS);
        if (call.firstTokenMillis() != null) {
            provider.firstToken.record(call.firstTokenMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** By provider alone: users may write any model's name, and each would be a series for ever. */
    private ProviderMeters metersOf(String provider) {
        return new ProviderMeters(meters, provider);
    }
}
