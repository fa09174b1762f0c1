package com.samokoder.llm.translate;

/** Why a model stopped, in either vendor's words. */
final class StopReasons {
    private StopReasons() {}

    static String toOpenAi(String anthropic) {
        return switch (anthropic) {
            case "max_tokens", "model_context_window_exceeded" -> "length";
            case "tool_use" -> "tool_calls";
            case "refusal" -> "content_filter";
            default -> "stop";
        };
    }

    static String toAnthropic(String openAi) {
        return switch (openAi) {
            case "length", "max_tokens", "model_length" -> "max_tokens";
            case "tool_calls", "function_call" -> "tool_use";
            case "content_filter", "refusal", "safety" -> "refusal";
            default -> "end_turn";
        };
    }
}
