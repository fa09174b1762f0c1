package com.samokoder.llm.anthropic;

import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.passage.WireMeter;

import tools.jackson.databind.JsonNode;

/** Counting tokens uses none up. */
final class CountedTokens implements WireMeter {
    private static final TokenUsage NONE =
            new TokenUsage(0, 0, 0, 0, 0, TokenUsage.Source.MEASURED);

    @Override
    public void read(JsonNode event) {
        // There is nothing to read.
    }

    @Override
    public boolean isUnasked(JsonNode event) {
        return false;
    }

    @Override
    public TokenUsage told() {
        return NONE;
    }

    @Override
    public TokenUsage brokenOff(TokenUsage counted) {
        return NONE;
    }
}
