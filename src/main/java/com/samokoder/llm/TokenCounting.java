package com.samokoder.llm;

/**
 * Counts tokens where no provider does: an estimate, since every family of models counts its own.
 */
public interface TokenCounting {
    long count(CharSequence text);

    long countInput(ChatRequest request);
}
