package com.samokoder.llm.wire;

import java.nio.charset.StandardCharsets;

/**
 * One event of an event stream.
 *
 * @param name empty where the stream gave none
 * @param data its data lines, joined by line feeds
 */
public record SseEvent(String name, byte[] data) {

    /** Whether the data is exactly this ASCII text. */
    public boolean is(String text) {
        if (data.length != text.length()) {
            return false;
        }
        for (int i = 0; i < data.length; i++) {
            if (data[i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return "SseEvent[" + name + ", " + new String(data, StandardCharsets.UTF_8) + "]";
    }
}
