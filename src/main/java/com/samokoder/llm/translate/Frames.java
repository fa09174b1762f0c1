package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Events of a stream, written one after the other. */
public final class Frames {
    private final JsonMapper json;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    public Frames(JsonMapper json) {
        this.json = json;
    }

    public void data(JsonNode data) {
        text("data: ");
        bytes.writeBytes(json.writeValueAsBytes(data));
        text("\n\n");
    }

    /** An event that has its type for a name. */
    void named(JsonNode data) {
        text("event: " + data.path("type").asString("") + "\n");
        data(data);
    }

    /** The word that ends a chat. */
    public void done() {
        text("data: [DONE]\n\n");
    }

    private void text(String text) {
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** What was written since the last time. */
    public byte[] take() {
        var taken = bytes.toByteArray();
        bytes.reset();
        return taken;
    }
}
