package com.samokoder.llm;

/** A call that was given up on purpose. */
public final class CallCancelled extends RuntimeException {
    public CallCancelled() {
        super("the call was cancelled");
    }
}
