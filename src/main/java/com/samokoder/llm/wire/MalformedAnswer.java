package com.samokoder.llm.wire;

import java.io.IOException;

/** An answer that does not follow its wire format. It says where, never what was there. */
public final class MalformedAnswer extends IOException {
    private final String word;

    public MalformedAnswer(String word) {
        super("malformed answer: " + word);
        this.word = word;
    }

    String word() {
        return word;
    }
}
