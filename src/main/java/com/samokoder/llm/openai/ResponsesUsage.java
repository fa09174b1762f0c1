package com.samokoder.llm.openai;

import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.passage.WireMeter;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** The usage in OpenAI's responses; its input tokens include the cached ones. */
final class ResponsesUsage implements WireMeter {
    private @Nullable TokenUsage told;

    @Override
    public void read(JsonNode event) {
        var inside = event.path("response").path("usage");
        take(inside.isObject() ? inside : event.path("usage"));
    }

    private void take(JsonNode usage) {
        if (!usage.path("input_tokens").isNumber()) {
            return;
        }
        long cached = usage.path("input_tokens_details").path("cached_tokens").asLong(0);
        told =
                new TokenUsage(
                        Math.max(0, usage.path("input_tokens").asLong(0) - cached),
                        cached,
                        0,
                        usage.path("output_tokens").asLong(0),
                        usage.path("output_tokens_details").path("reasoning_tokens").asLong(0),
                        TokenUsage.Source.MEASURED);
    }

    @Override
    public boolean isUnasked(JsonNode event) {
        return false;
    }

    @Override
    public @Nullable TokenUsage told() {
        return told;
    }

    @Override
    public TokenUsage brokenOff(TokenUsage counted) {
        return counted;
    }
}
