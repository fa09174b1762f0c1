package com.samokoder.llm;

/** Writes the answers of the scripted provider {@code demo}. */
public interface DemoScript {

    /** The whole answer to a request; the same for the same request. */
    String answer(ChatRequest request);
}
