package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * One call of a model.
 *
 * @param maxOutputTokens the most the model may write; 0 where a client named no limit
 * @param temperature 0 to 2, or null for the provider's default
 * @param purpose who asks and why (agent, step); never sent to a provider, read by the scripted
 *     {@code demo} adapter
 * @param wire a client's own request, of which the rest tells only what is needed to price it; null
 *     for calls of the service itself
 */
public record ChatRequest(
        List<ChatMessage> messages,
        int maxOutputTokens,
        @Nullable Double temperature,
        Map<String, String> purpose,
        @Nullable WireCall wire) {

    public ChatRequest(
            List<ChatMessage> messages,
            int maxOutputTokens,
            @Nullable Double temperature,
            Map<String, String> purpose) {
        this(messages, maxOutputTokens, temperature, purpose, null);
    }

    /** A client's request; where it names no limit of its own, none is named here. */
    public static ChatRequest of(WireCall wire) {
        int most = wire.outputAsked() == null ? 0 : wire.outputAsked();
        return new ChatRequest(List.of(), most, null, Map.of(), wire);
    }

    /** The same with another limit. */
    public ChatRequest withMaxOutputTokens(int most) {
        return new ChatRequest(messages, most, temperature, purpose, wire);
    }

    public boolean isLimited() {
        return maxOutputTokens > 0;
    }
}
