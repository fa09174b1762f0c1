package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

/** A call that was given up on purpose. */
public final class CallCancelled extends RuntimeException {
    private final transient @Nullable TokenUsage usage;

    public CallCancelled() {
        this(null);
    }

    public CallCancelled(@Nullable TokenUsage usage) {
        super("the call was cancelled");
        this.usage = usage;
    }

    /** What it used up until then; null when nothing had come back. */
    public @Nullable TokenUsage usage() {
        return usage;
    }
}
