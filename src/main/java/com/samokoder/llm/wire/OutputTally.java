package com.samokoder.llm.wire;

import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.TokenUsage;

/**
 * Remembers what a model wrote until the provider says how much it was. Counting is put off, since
 * nearly every provider does say; memory stays bounded.
 */
public final class OutputTally {
    private static final int MAX_PENDING = 64 * 1024;

    private final TokenCounter counter;
    private final ChatRequest request;
    private final StringBuilder pending = new StringBuilder();
    private final StringBuilder pendingReasoning = new StringBuilder();
    private long counted;
    private long countedReasoning;
    private boolean any;

    public OutputTally(TokenCounter counter, ChatRequest request) {
        this.counter = counter;
        this.request = request;
    }

    public void text(String delta) {
        any = true;
        pending.append(delta);
        if (pending.length() > MAX_PENDING) {
            counted += drain(pending);
        }
    }

    public void reasoning(String delta) {
        any = true;
        pendingReasoning.append(delta);
        if (pendingReasoning.length() > MAX_PENDING) {
            countedReasoning += drain(pendingReasoning);
        }
    }

    /** Whether the model wrote anything. */
    public boolean any() {
        return any;
    }

    public TokenUsage usage(TokenUsage.Source source) {
        counted += drain(pending);
        countedReasoning += drain(pendingReasoning);
        return new TokenUsage(
                counter.countInput(request),
                0,
                0,
                counted + countedReasoning,
                countedReasoning,
                source);
    }

    private long drain(StringBuilder text) {
        long tokens = counter.count(text);
        text.setLength(0);
        return tokens;
    }
}
