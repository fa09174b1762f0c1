package com.samokoder.gateway.surface;

import com.samokoder.llm.WireForm;
import com.samokoder.platform.web.PlainPath;

import jakarta.servlet.http.HttpServletRequest;

/** Whose form a client speaks. */
enum Vendor {
    OPENAI,
    ANTHROPIC;

    private static final String MESSAGES = "/v1/messages";

    static Vendor of(WireForm form) {
        return switch (form) {
            case MESSAGES, COUNT_TOKENS -> ANTHROPIC;
            case CHAT_COMPLETIONS, RESPONSES, EMBEDDINGS -> OPENAI;
        };
    }

    /** By the path, and where both have it by the header that only one of them sends. */
    static Vendor of(HttpServletRequest request) {
        boolean messages = PlainPath.of(request).startsWith(MESSAGES);
        return messages || request.getHeader("anthropic-version") != null ? ANTHROPIC : OPENAI;
    }
}
