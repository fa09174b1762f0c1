package com.samokoder.usage;

import com.samokoder.llm.TokenUsage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one provider, looked up once: finding a meter costs more than moving it. */
final class ProviderMeters {
    final Counter cost;
    final Counter unpriced;
    final Timer duration;
    final Timer firstToken;

    private final MeterRegistry meters;
    private final Tags tags;
    private final Counter input;
    private final Counter cacheRead;
    private final Counter cacheWrite;
    private final Counter output;
    private final Counter reasoning;
    private final Map<String, Counter> calls = new ConcurrentHashMap<>();

    ProviderMeters(MeterRegistry meters, String provider) {
        this.meters = meters;
        this.tags = Tags.of("provider", provider);
        this.cost = meters.counter("samokoder.model.cost.usd", tags);
        this.unpriced = meters.counter("samokoder.model.calls.unpriced", tags);
        this.duration = meters.timer("samokoder.model.duration", tags);
        this.firstToken = meters.timer("samokoder.model.first.token", tags);
        this.input = tokens("input");
        this.cacheRead = tokens("cache_read");
        this.cacheWrite = tokens("cache_write");
        this.output = tokens("output");
        this.reasoning = tokens("reasoning");
    }

    private Counter tokens(String kind) {
        return meters.counter("samokoder.model.tokens", tags.and("kind", kind));
    }

    Counter calls(String outcome) {
        return calls.computeIfAbsent(
                outcome,
                word -> meters.counter("samokoder.model.calls", tags.and("outcome", word)));
    }

    void tokens(TokenUsage usage) {
        input.increment(usage.inputUncached());
        cacheRead.increment(usage.cacheRead());
        cacheWrite.increment(usage.cacheWrite());
        output.increment(Math.max(0, usage.output() - usage.reasoning()));
        reasoning.increment(usage.reasoning());
    }
}
