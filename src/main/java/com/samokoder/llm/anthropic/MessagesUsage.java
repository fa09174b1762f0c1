package com.samokoder.llm.anthropic;

import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.passage.WireMeter;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** The usage in Messages: told at the start for the input, and again at the end for all. */
final class MessagesUsage implements WireMeter {
    private final RunningUsage usage = new RunningUsage();
    private boolean whole;

    @Override
    public void read(JsonNode event) {
        usage.add(event.path("message").path("usage"));
        usage.add(event.path("usage"));
        whole |= event.path("usage").path("output_tokens").isNumber();
    }

    @Override
    public boolean isUnasked(JsonNode event) {
        return false;
    }

    /** The output that the first event reports is a placeholder. */
    @Override
    public @Nullable TokenUsage told() {
        return whole ? usage.total() : null;
    }

    @Override
    public TokenUsage brokenOff(TokenUsage counted) {
        return usage.withOutput(counted);
    }
}
