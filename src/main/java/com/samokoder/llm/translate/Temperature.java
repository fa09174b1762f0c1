package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** Randomness, for those of Anthropic's models that take it; newer ones answer 400 to it. */
public final class Temperature {
    private static final List<String> WARM =
            List.of(
                    "claude-3",
                    "claude-haiku-4-5",
                    "claude-sonnet-4",
                    "claude-opus-4-0",
                    "claude-opus-4-1",
                    "claude-opus-4-2025",
                    "claude-opus-4-5",
                    "claude-opus-4-6");

    private Temperature() {}

    /** Whether a model takes a temperature. */
    public static boolean isTakenBy(String model) {
        return WARM.stream().anyMatch(model::startsWith);
    }

    static void set(JsonNode chat, String model, ObjectNode body) {
        if (!isTakenBy(model) || body.has("thinking")) {
            return;
        }
        if (chat.path("temperature").isNumber()) {
            body.put("temperature", Math.min(1, chat.path("temperature").asDouble()));
        } else if (chat.path("top_p").isNumber()) {
            body.put("top_p", chat.path("top_p").asDouble());
        }
    }
}
