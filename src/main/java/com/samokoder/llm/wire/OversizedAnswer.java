package com.samokoder.llm.wire;

import java.io.IOException;

/** More than any model says. */
public final class OversizedAnswer extends IOException {
    public OversizedAnswer() {
        super("the answer is too large");
    }
}
