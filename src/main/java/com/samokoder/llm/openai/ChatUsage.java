package com.samokoder.llm.openai;

import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.passage.WireMeter;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** The usage in chat completions and embeddings; the last one told counts. */
final class ChatUsage implements WireMeter {
    private @Nullable TokenUsage told;

    @Override
    public void read(JsonNode event) {
        take(event.path("usage"));
        take(event.path("x_groq").path("usage"));
    }

    private void take(JsonNode usage) {
        var read = ReportedUsage.read(usage);
        told = read == null ? told : read;
    }

    /** The chunk that is sent only because usage was asked for. */
    @Override
    public boolean isUnasked(JsonNode event) {
        var choices = event.path("choices");
        return choices.isArray() && choices.isEmpty() && event.path("usage").isObject();
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
