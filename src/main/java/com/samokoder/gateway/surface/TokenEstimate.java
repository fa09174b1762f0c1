package com.samokoder.gateway.surface;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * About how many tokens a request is. A real count would cost more than all the rest that the
 * gateway does, and is the provider's in the end. Pictures and files count by the piece.
 */
final class TokenEstimate {
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int SMALLEST_FILE = 4 * 1024;
    private static final int LOOKED_AT = 256;
    private static final int TOKENS_PER_FILE = 1600;

    private long total;

    /** Adds the value at which the parser stands, whatever it holds. */
    void add(JsonParser parser) {
        int depth = 0;
        var token = parser.currentToken();
        while (token != null) {
            if (token.isStructStart()) {
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            } else {
                total += tokens(parser, token);
            }
            if (depth == 0) {
                return;
            }
            token = parser.nextToken();
        }
    }

    long total() {
        return total;
    }

    private static long tokens(JsonParser parser, JsonToken token) {
        if (token != JsonToken.VALUE_STRING && token != JsonToken.PROPERTY_NAME) {
            return 1;
        }
        int length = parser.getStringLength();
        if (length >= SMALLEST_FILE && isFile(parser)) {
            return TOKENS_PER_FILE;
        }
        return 1 + length / CHARACTERS_PER_TOKEN + wide(parser, length) / CHARACTERS_PER_TOKEN;
    }

    /** Long without a single space: a file in base 64. */
    private static boolean isFile(JsonParser parser) {
        var text = parser.getStringCharacters();
        int start = parser.getStringOffset();
        for (int i = start; i < start + LOOKED_AT; i++) {
            if (text[i] <= ' ' || text[i] > '~') {
                return false;
            }
        }
        return true;
    }

    /** Letters beyond ASCII make more tokens; the beginning stands for the whole. */
    private static long wide(JsonParser parser, int length) {
        int looked = Math.min(length, LOOKED_AT);
        if (looked == 0) {
            return 0;
        }
        var text = parser.getStringCharacters();
        int start = parser.getStringOffset();
        int wide = 0;
        for (int i = start; i < start + looked; i++) {
            wide += text[i] > 0x7F ? 1 : 0;
        }
        return (long) length * wide / looked;
    }
}
