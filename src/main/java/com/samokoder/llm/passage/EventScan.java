package com.samokoder.llm.passage;

import java.nio.charset.StandardCharsets;

/**
 * Looks at an event without parsing it: whether it is worth parsing, whether it ends the stream,
 * and how much text it brings. One pass over its bytes.
 */
public final class EventScan {
    private static final byte[] USAGE = ascii("usage");
    private static final byte[] ERROR = ascii("error");
    private static final byte[] TYPE = ascii("type");
    private static final byte[] FINISH = ascii("finish_reason");
    private static final byte[] STOP = ascii("stop_reason");
    private static final byte[][] TEXTS = {
        ascii("content"),
        ascii("text"),
        ascii("delta"),
        ascii("arguments"),
        ascii("thinking"),
        ascii("reasoning"),
        ascii("reasoning_content"),
        ascii("partial_json"),
        ascii("refusal")
    };
    private static final byte[][] LAST_TYPES = {
        ascii("message_stop"),
        ascii("response.completed"),
        ascii("response.incomplete"),
        ascii("response.failed")
    };
    private static final byte[] FAILED = ascii("response.failed");
    private static final byte[] DONE = ascii("[DONE]");
    private static final int FIELD = "data:".length();

    private byte[] bytes = new byte[0];
    private int end;
    private int at;

    private boolean usage;
    private boolean error;
    private boolean last;
    private String reason = "";
    private int text;

    /** Whether it tells usage. */
    public boolean usage() {
        return usage;
    }

    /** Whether it may report a failure. */
    public boolean error() {
        return error;
    }

    /** Why the model stopped, in the provider's word; empty where it does not say. */
    public String reason() {
        return reason;
    }

    /** Whether nothing comes after it. */
    public boolean isLast() {
        return last;
    }

    /** Bytes of what the model wrote. */
    public int text() {
        return text;
    }

    public void look(byte[] event, int from, int to) {
        bytes = event;
        at = from;
        end = to;
        usage = false;
        error = false;
        reason = "";
        text = 0;
        last = isDone(from);
        while (at < end) {
            if (bytes[at] == '"') {
                string();
            } else {
                at++;
            }
        }
        bytes = new byte[0];
    }

    private boolean isDone(int from) {
        int start = from + FIELD;
        while (start < end && bytes[start] == ' ') {
            start++;
        }
        return bytes[from] == 'd' && matches(start, start + DONE.length, DONE);
    }

    /** Reads a string, and when it names a field looks at the field's value. */
    private void string() {
        int start = at + 1;
        int stop = skipString(start);
        at = stop + 1;
        skipSpace();
        if (at < end && bytes[at] == ':') {
            at++;
            skipSpace();
            field(start, stop);
        }
    }

    private void field(int start, int stop) {
        byte value = at < end ? bytes[at] : 0;
        if (matches(start, stop, USAGE)) {
            usage |= value == '{';
        } else if (matches(start, stop, ERROR)) {
            error |= value != 'n';
        } else if (value == '"') {
            stringField(start, stop);
        }
    }

    private void stringField(int start, int stop) {
        int from = at + 1;
        int to = skipString(from);
        if (matches(start, stop, TYPE)) {
            last |= matchesAny(from, to, LAST_TYPES);
            error |= matches(from, to, ERROR) || matches(from, to, FAILED);
        } else if (matches(start, stop, FINISH) || matches(start, stop, STOP)) {
            reason = new String(bytes, from, to - from, StandardCharsets.UTF_8);
            error |= matches(from, to, ERROR);
        } else if (matchesAny(start, stop, TEXTS)) {
            text += to - from;
        }
        at = to + 1;
    }

    private int skipString(int from) {
        int i = from;
        while (i < end && bytes[i] != '"') {
            i += bytes[i] == '\\' ? 2 : 1;
        }
        return Math.min(i, end);
    }

    private void skipSpace() {
        while (at < end && (bytes[at] == ' ' || bytes[at] == '\n' || bytes[at] == '\t')) {
            at++;
        }
    }

    private boolean matchesAny(int from, int to, byte[][] words) {
        for (var word : words) {
            if (matches(from, to, word)) {
                return true;
            }
        }
        return false;
    }

    private boolean matches(int from, int to, byte[] word) {
        if (to - from != word.length || to > end) {
            return false;
        }
        for (int i = 0; i < word.length; i++) {
            if (bytes[from + i] != word[i]) {
                return false;
            }
        }
        return true;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
