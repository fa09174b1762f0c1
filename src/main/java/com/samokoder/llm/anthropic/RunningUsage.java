package com.samokoder.llm.anthropic;

import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Usage told in several events, each cumulative. Input tokens exclude the cached ones. */
final class RunningUsage {
    private boolean told;
    private long input;
    private long cacheRead;
    private long cacheWrite;
    private long output;
    private long thinking;

    void add(JsonNode usage) {
        told |= usage.path("input_tokens").isNumber() || usage.path("output_tokens").isNumber();
        input = usage.path("input_tokens").asLong(input);
        cacheRead = usage.path("cache_read_input_tokens").asLong(cacheRead);
        cacheWrite = usage.path("cache_creation_input_tokens").asLong(cacheWrite);
        output = usage.path("output_tokens").asLong(output);
        thinking = usage.path("output_tokens_details").path("thinking_tokens").asLong(thinking);
    }

    @Nullable TokenUsage total() {
        return told
                ? new TokenUsage(
                        input, cacheRead, cacheWrite, output, thinking, TokenUsage.Source.MEASURED)
                : null;
    }

    /** What was told of the input, with an output counted elsewhere. */
    TokenUsage withOutput(TokenUsage counted) {
        return told
                ? new TokenUsage(
                        input,
                        cacheRead,
                        cacheWrite,
                        Math.max(output, counted.output()),
                        counted.reasoning(),
                        counted.source())
                : counted;
    }
}
