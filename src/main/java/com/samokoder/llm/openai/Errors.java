package com.samokoder.llm.openai;

import com.samokoder.llm.wire.FailureReader;

import tools.jackson.databind.JsonNode;

/** Failures reported inside an answer, after a status that promised one. */
final class Errors {
    private Errors() {}

    static boolean in(JsonNode chunk) {
        return FailureReader.isError(chunk)
                || FailureReader.isError(chunk.path("x_groq"))
                || chunk.path("choices").path(0).path("finish_reason").asString("").equals("error");
    }

    static JsonNode of(JsonNode chunk) {
        var groq = chunk.path("x_groq");
        return !FailureReader.isError(chunk) && FailureReader.isError(groq) ? groq : chunk;
    }
}
