package com.samokoder.llm.openai;

import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

/** Reads the usage that a provider reports. Its prompt tokens include the cached ones. */
final class ReportedUsage {
    private ReportedUsage() {}

    /** Null where nothing usable was reported. */
    static @Nullable TokenUsage read(JsonNode usage) {
        long prompt = usage.path("prompt_tokens").asLong(0);
        long completion = usage.path("completion_tokens").asLong(0);
        if (prompt <= 0 && completion <= 0) {
            return null;
        }
        var inputDetails = usage.path("prompt_tokens_details");
        long cached =
                inputDetails
                        .path("cached_tokens")
                        .asLong(usage.path("prompt_cache_hit_tokens").asLong(0));
        long written = inputDetails.path("cache_write_tokens").asLong(0);
        // xAI and Gemini leave reasoning out of the completion and have it in the total.
        long unlisted = Math.max(0, usage.path("total_tokens").asLong(0) - prompt - completion);
        long reasoning = usage.path("completion_tokens_details").path("reasoning_tokens").asLong(0);
        return new TokenUsage(
                Math.max(0, prompt - cached - written),
                cached,
                written,
                completion + unlisted,
                Math.max(reasoning, unlisted),
                TokenUsage.Source.MEASURED);
    }
}
