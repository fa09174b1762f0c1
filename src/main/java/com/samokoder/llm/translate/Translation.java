package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Turns the answer to one call into the other vendor's form. */
public interface Translation {

    /** A whole answer. */
    ObjectNode document(JsonNode answer, TokenUsage usage);

    /** The next event of a stream; what there is to say about it goes into the frames. */
    void event(JsonNode event, Frames frames);

    /** Whether the model said why it stopped. */
    boolean stopped();

    /** The end of a stream that came to its own. */
    void end(TokenUsage usage, Frames frames);
}
