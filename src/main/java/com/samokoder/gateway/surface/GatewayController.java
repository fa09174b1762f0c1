package com.samokoder.gateway.surface;

import com.samokoder.auth.CurrentUser;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.web.Idempotent;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/** The vendors' endpoints that reach a provider. */
@RestController
@RequestMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
class GatewayController {
    static final String COMPLETIONS = "/v1/chat/completions";
    static final String MESSAGES = "/v1/messages";
    static final String RESPONSES = "/v1/responses";
    static final String EMBEDDINGS = "/v1/embeddings";

    /** A call may wait three minutes for its first byte and last a quarter of an hour. */
    private static final int LEASE_SECONDS = 1_800;

    private final Exchanges exchanges;

    GatewayController(Exchanges exchanges) {
        this.exchanges = exchanges;
    }

    @Idempotent(leaseSeconds = LEASE_SECONDS)
    @PostMapping(COMPLETIONS)
    void complete(CurrentUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        exchanges.serve(user, WireForm.CHAT_COMPLETIONS, request, response);
    }

    @Idempotent(leaseSeconds = LEASE_SECONDS)
    @PostMapping(MESSAGES)
    void message(CurrentUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        exchanges.serve(user, WireForm.MESSAGES, request, response);
    }

    @PostMapping("/v1/messages/count_tokens")
    void count(CurrentUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        exchanges.serve(user, WireForm.COUNT_TOKENS, request, response);
    }

    @Idempotent(leaseSeconds = LEASE_SECONDS)
    @PostMapping(RESPONSES)
    void respond(CurrentUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        exchanges.serve(user, WireForm.RESPONSES, request, response);
    }

    @Idempotent(leaseSeconds = LEASE_SECONDS)
    @PostMapping(EMBEDDINGS)
    void embed(CurrentUser user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        exchanges.serve(user, WireForm.EMBEDDINGS, request, response);
    }
}
