package com.samokoder.llm.openai;

import com.samokoder.llm.WireForm;

import java.util.Set;

/** Which endpoints the providers have, beside chat completions, which all have. */
final class Endpoints {
    private static final Set<String> RESPONSES =
            Set.of("openai", "openrouter", "groq", "xai", "ollama", "lmstudio", "vllm", "custom");
    private static final Set<String> EMBEDDINGS =
            Set.of(
                    "openai",
                    "openrouter",
                    "gemini",
                    "mistral",
                    "together",
                    "ollama",
                    "lmstudio",
                    "vllm",
                    "custom");

    private Endpoints() {}

    static boolean has(String provider, WireForm form) {
        return switch (form) {
            case CHAT_COMPLETIONS, MESSAGES -> true;
            case RESPONSES -> RESPONSES.contains(provider);
            case EMBEDDINGS -> EMBEDDINGS.contains(provider);
            case COUNT_TOKENS -> false;
        };
    }

    static String path(WireForm form) {
        return switch (form) {
            case CHAT_COMPLETIONS, MESSAGES, COUNT_TOKENS -> "chat/completions";
            case RESPONSES -> "responses";
            case EMBEDDINGS -> "embeddings";
        };
    }
}
