package com.samokoder.gateway;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TokenCounting;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.TokenUsage.Source;

/**
 * What an attempt that broke off has spent, as far as one can tell. An answer that began is counted
 * here. A request that the provider refused with a status cost nothing. Whether a request without
 * any answer was worked on, nobody knows.
 */
final class SpentTokens {
    private static final int REFUSED = 400;
    private static final int MAX_PENDING = 64 * 1024;

    private final TokenCounting tokens;
    private final ChatRequest request;
    private final StringBuilder pending = new StringBuilder();
    private final StringBuilder pendingReasoning = new StringBuilder();
    private long output;
    private long reasoning;
    private boolean any;

    SpentTokens(TokenCounting tokens, ChatRequest request) {
        this.tokens = tokens;
        this.request = request;
    }

    void text(String delta) {
        any = true;
        pending.append(delta);
        if (pending.length() > MAX_PENDING) {
            drain();
        }
    }

    void reasoning(String delta) {
        any = true;
        pendingReasoning.append(delta);
        if (pendingReasoning.length() > MAX_PENDING) {
            drain();
        }
    }

    /** Bytes of an answer that its adapter counts. */
    void piece() {
        any = true;
    }

    boolean nothing() {
        return !any;
    }

    TokenUsage after(ProviderFailure failure) {
        if (failure.usage() != null) {
            return failure.usage();
        }
        boolean refused = nothing() && failure.status() >= REFUSED;
        return refused ? new TokenUsage(0, 0, 0, 0, 0, Source.ESTIMATED) : counted();
    }

    TokenUsage after(CallCancelled cancelled) {
        return cancelled.usage() == null ? counted() : cancelled.usage();
    }

    /** What was seen of the answer, where nobody else tells. */
    TokenUsage counted() {
        if (nothing()) {
            return TokenUsage.unavailable();
        }
        drain();
        var input = tokens.countInput(request);
        return new TokenUsage(input, 0, 0, output + reasoning, reasoning, Source.ESTIMATED);
    }

    private void drain() {
        output += tokens.count(pending);
        reasoning += tokens.count(pendingReasoning);
        pending.setLength(0);
        pendingReasoning.setLength(0);
    }
}
