package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;

/** How much a model is to think, in either vendor's measure. */
final class Thinking {
    private static final int LOW = 1024;
    private static final int MEDIUM = 4096;
    private static final int HIGH = 16_384;

    /** Families that are told a number of tokens; newer ones are told an effort. */
    private static final List<String> BY_TOKENS =
            List.of(
                    "claude-3-7",
                    "claude-haiku-4-5",
                    "claude-sonnet-4",
                    "claude-opus-4-0",
                    "claude-opus-4-1",
                    "claude-opus-4-2025",
                    "claude-opus-4-5");

    private Thinking() {}

    /** A tool that must be called leaves no room for thoughts. */
    static void ask(JsonNode chat, String model, ObjectNode body) {
        var effort = chat.path("reasoning_effort").asString("");
        var choice = body.path("tool_choice").path("type").asString("");
        boolean forced = choice.equals("tool") || choice.equals("any");
        if (forced || effort.isEmpty() || effort.equals("none") || effort.equals("minimal")) {
            return;
        }
        if (BY_TOKENS.stream().anyMatch(model::startsWith)) {
            long room = body.path("max_tokens").asLong() - 1;
            long budget = Math.min(budget(effort), room);
            if (budget >= LOW) {
                body.putObject("thinking").put("type", "enabled").put("budget_tokens", budget);
            }
            return;
        }
        if (!model.startsWith("claude-3")) {
            body.putObject("thinking").put("type", "adaptive");
            body.putObject("output_config").put("effort", effort.equals("xhigh") ? "max" : effort);
        }
    }

    private static long budget(String effort) {
        return switch (effort) {
            case "low" -> LOW;
            case "medium" -> MEDIUM;
            default -> HIGH;
        };
    }

    /** The effort that a request for a message asks for; empty where it asks for none. */
    static String effort(JsonNode message) {
        var effort = message.path("output_config").path("effort").asString("");
        if (!effort.isEmpty()) {
            return effort.equals("max") ? "high" : effort;
        }
        return switch (message.path("thinking").path("type").asString("")) {
            case "enabled" -> ofBudget(message.path("thinking").path("budget_tokens").asLong(HIGH));
            case "adaptive" -> "medium";
            default -> "";
        };
    }

    private static String ofBudget(long tokens) {
        return tokens <= 2 * LOW ? "low" : tokens <= 2 * MEDIUM ? "medium" : "high";
    }
}
