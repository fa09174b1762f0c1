package com.samokoder.llm;

/** The providers' own endpoints that clients of the gateway may speak to. */
public enum WireForm {
    /** OpenAI's {@code chat/completions}. */
    CHAT_COMPLETIONS,
    /** Anthropic's {@code messages}. */
    MESSAGES,
    /** Anthropic's {@code messages/count_tokens}; costs nothing. */
    COUNT_TOKENS,
    /** OpenAI's {@code responses}. */
    RESPONSES,
    /** OpenAI's {@code embeddings}. */
    EMBEDDINGS
}
