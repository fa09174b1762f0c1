package com.samokoder.llm.passage;

import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Reads off an answer's events what a call used up. */
public interface WireMeter {

    /** Takes note of what an event, or a whole answer, tells of the usage. */
    void read(JsonNode event);

    /** Whether an event holds nothing but a usage that the client did not ask for. */
    boolean isUnasked(JsonNode event);

    /** What the provider told of a whole answer; null while it did not. */
    @Nullable TokenUsage told();

    /** The best guess for an answer that broke off, of which this much was counted here. */
    TokenUsage brokenOff(TokenUsage counted);
}
