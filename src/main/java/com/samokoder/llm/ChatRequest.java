package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One call of a model.
 *
 * @param maxOutputTokens the most the model may write
 * @param temperature 0 to 2, or null for the provider's default
 * @param purpose who asks and why (agent, step); never sent to a provider, read by the scripted
 *     {@code demo} adapter
 */
public record ChatRequest(
        List<ChatMessage> messages,
        int maxOutputTokens,
        @Nullable Double temperature,
        Map<String, String> purpose) {

    /** The same with another limit. */
    public ChatRequest withMaxOutputTokens(int most) {
        return new ChatRequest(messages, most, temperature, purpose);
    }
}
