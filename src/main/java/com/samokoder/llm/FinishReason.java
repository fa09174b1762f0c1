package com.samokoder.llm;

/** Why a model stopped. */
public enum FinishReason {
    STOP,
    LENGTH,
    TOOL_CALLS,
    REFUSED,
    OTHER;

    /** What either vendor's word means. */
    public static FinishReason ofWord(String word) {
        return switch (word) {
            case "stop", "eos", "end_turn", "stop_sequence" -> STOP;
            case "length", "max_tokens", "model_length", "model_context_window_exceeded" -> LENGTH;
            case "tool_calls", "function_call", "tool_use" -> TOOL_CALLS;
            case "content_filter", "refusal", "safety" -> REFUSED;
            default -> OTHER;
        };
    }
}
