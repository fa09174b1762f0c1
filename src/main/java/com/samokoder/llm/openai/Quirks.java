package com.samokoder.llm.openai;

import com.samokoder.llm.translate.ChatDialect;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Where a provider departs from the common form. Providers without an entry follow it.
 *
 * @param outputLimitField the field for the most tokens the model may write
 * @param asksForUsage whether usage in streams has to be asked for; some refuse the question
 * @param fixedTemperature prefixes of models that refuse a temperature
 * @param parsedReasoning parts of names of models that write their reasoning into the answer unless
 *     told otherwise
 * @param headers sent with every request
 * @param checkPath a free endpoint that tells whether a key works
 */
record Quirks(
        String outputLimitField,
        boolean asksForUsage,
        List<String> fixedTemperature,
        List<String> parsedReasoning,
        Map<String, String> headers,
        String checkPath) {
    private static final String OLD_LIMIT = "max_tokens";
    private static final String NEW_LIMIT = "max_completion_tokens";

    private static final Quirks NONE =
            new Quirks(OLD_LIMIT, true, List.of(), List.of(), Map.of(), "models");

    private static final Map<String, Quirks> BY_PROVIDER =
            Map.of(
                    "openai",
                    new Quirks(
                            NEW_LIMIT,
                            true,
                            List.of("o1", "o3", "o4", "gpt-5", "gpt-6"),
                            List.of(),
                            Map.of(),
                            "models"),
                    "openrouter",
                    new Quirks(
                            OLD_LIMIT,
                            false,
                            List.of(
                                    "openai/o1",
                                    "openai/o3",
                                    "openai/o4",
                                    "openai/gpt-5",
                                    "openai/gpt-6"),
                            List.of(),
                            Map.of("X-OpenRouter-Title", "Samokoder"),
                            // The list of models is public there and says nothing of the key.
                            "key"),
                    "groq",
                    new Quirks(
                            NEW_LIMIT,
                            true,
                            List.of(),
                            List.of("qwen3", "deepseek-r1"),
                            Map.of(),
                            "models"),
                    // Answers 422 to fields it does not know, and always tells the usage.
                    "mistral",
                    new Quirks(OLD_LIMIT, false, List.of(), List.of(), Map.of(), "models"));

    static Quirks of(String provider) {
        return BY_PROVIDER.getOrDefault(provider, NONE);
    }

    @Nullable Double temperature(String model, @Nullable Double wanted) {
        return fixedTemperature.stream().anyMatch(model::startsWith) ? null : wanted;
    }

    boolean parsesReasoning(String model) {
        return parsedReasoning.stream().anyMatch(model::contains);
    }

    /** Models that refuse a temperature are those that think, and can be told how much. */
    ChatDialect dialect(String model) {
        boolean thinks = fixedTemperature.stream().anyMatch(model::startsWith);
        return new ChatDialect(model, outputLimitField, asksForUsage, !thinks, thinks);
    }
}
