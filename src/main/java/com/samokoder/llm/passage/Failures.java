package com.samokoder.llm.passage;

import com.samokoder.llm.wire.FailureReader;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Failures told inside a stream, in whichever place the provider puts them. */
public final class Failures {
    private Failures() {}

    /** The part of an event that tells a failure; null for an event that tells none. */
    public static @Nullable JsonNode in(JsonNode event) {
        if (FailureReader.isError(event)) {
            return event;
        }
        if (FailureReader.isError(event.path("x_groq"))) {
            return event.path("x_groq");
        }
        if (event.path("type").asString("").equals("response.failed")) {
            return event.path("response");
        }
        boolean stopped =
                event.path("choices").path(0).path("finish_reason").asString("").equals("error");
        return stopped ? event : null;
    }
}
