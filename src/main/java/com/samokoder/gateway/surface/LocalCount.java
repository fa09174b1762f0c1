package com.samokoder.gateway.surface;

import com.samokoder.llm.TokenCounting;
import com.samokoder.llm.WireCall;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Counts a message's tokens where its provider cannot: every text, whoever said it, and a flat
 * number for each picture.
 */
@Component
class LocalCount {
    private static final int LARGEST = 1024 * 1024;
    private static final int PER_BLOCK = 4;
    private static final int PER_FILE = 1600;

    private final TokenCounting tokens;
    private final JsonMapper json;

    LocalCount(TokenCounting tokens, JsonMapper json) {
        this.tokens = tokens;
        this.json = json;
    }

    byte[] answer(WireCall call) {
        var request = call.body().bytes();
        // Counting takes a second for some megabytes; so much is nearly all files anyway.
        long count = request.length > LARGEST ? call.inputTokens() : count(request);
        return json.writeValueAsBytes(json.createObjectNode().put("input_tokens", count));
    }

    private long count(byte[] request) {
        var message = json.readTree(request);
        return count(message.path("system"))
                + count(message.path("messages"))
                + count(message.path("tools"));
    }

    private long count(JsonNode node) {
        if (node.isString()) {
            return tokens.count(node.asString());
        }
        if (node.path("type").asString("").equals("base64")) {
            return PER_FILE;
        }
        long inside = node.valueStream().mapToLong(this::count).sum();
        return node.isObject() ? inside + PER_BLOCK : inside;
    }
}
