package com.samokoder.llm.passage;

import com.samokoder.llm.wire.OversizedAnswer;

import okio.BufferedSource;

import java.io.IOException;
import java.util.Arrays;

/** Bytes of an event stream as they come, and where in them whole events end. */
final class EventBuffer {
    private static final int FIRST_SIZE = 2 * 1024;
    private static final int LARGEST_EVENT = 8 * 1024 * 1024;

    private byte[] bytes = new byte[FIRST_SIZE];
    private int length;
    private int searched;

    /** Waits for more; false at the end of the stream. */
    boolean fill(BufferedSource source) throws IOException {
        if (length == bytes.length) {
            if (length >= LARGEST_EVENT) {
                throw new OversizedAnswer();
            }
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        int read = source.read(bytes, length, bytes.length - length);
        length += Math.max(0, read);
        return read >= 0;
    }

    /** Just behind the next event that ends by a blank line; -1 when there is none yet. */
    int nextEnd() {
        for (int i = searched; i < length; i++) {
            if (bytes[i] != '\n' || i + 1 >= length) {
                continue;
            }
            int next = bytes[i + 1] == '\r' ? i + 2 : i + 1;
            if (next < length && bytes[next] == '\n') {
                searched = next + 1;
                return searched;
            }
        }
        return -1;
    }

    /** Forgets what was passed on. */
    void drop(int count) {
        System.arraycopy(bytes, count, bytes, 0, length - count);
        length -= count;
        // A blank line may have come in part.
        searched = Math.max(0, length - 2);
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }
}
