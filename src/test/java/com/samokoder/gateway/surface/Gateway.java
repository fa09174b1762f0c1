package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;

import tools.jackson.databind.JsonNode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A user with an access token for the gateway, and keys for providers that tests stand in for. */
final class Gateway {
    private static final String SECRET = "key-behind-" + "the-gateway-" + System.nanoTime();

    private final Api session;
    private final Api client;

    private Gateway(Api session, Api client) {
        this.session = session;
        this.client = client;
    }

    static Gateway of(Api anybody) {
        return of(anybody, "gateway");
    }

    static Gateway of(Api anybody, String... scopes) {
        var session = anybody.register();
        var token =
                session.post("/api/auth/tokens", Map.of("name", "client", "scopes", scopes))
                        .expect(201)
                        .json()
                        .path("token")
                        .stringValue();
        return new Gateway(session, anybody.as(token));
    }

    /** The owner, signed in. */
    Api session() {
        return session;
    }

    /** A client with an access token. */
    Api client() {
        return client;
    }

    static String secret() {
        return SECRET;
    }

    /** Adds a key; returns its id. */
    String key(String provider, ReplayServer server) {
        return key(provider, server, Map.of());
    }

    String key(String provider, ReplayServer server, Map<String, ?> more) {
        var key = new HashMap<String, Object>(more);
        key.put("provider", provider);
        key.putIfAbsent("name", provider + " " + server.port() + " " + more.size());
        key.put("api_key", SECRET + server.port());
        key.put("base_url", server.baseUrl());
        key.put("check", false);
        return session.post("/api/keys", key).expect(201).json().path("id").stringValue();
    }

    Answer complete(String model) {
        return client.post("/v1/chat/completions", chat(model, false));
    }

    Answer stream(String model) {
        return client.post("/v1/chat/completions", chat(model, true)).expect(200);
    }

    static Map<String, Object> chat(String model, boolean stream) {
        return Map.of(
                "model",
                model,
                "stream",
                stream,
                "messages",
                List.of(Map.of("role", "user", "content", "Hello")));
    }

    static Map<String, Object> message(String model, boolean stream) {
        return Map.of(
                "model",
                model,
                "stream",
                stream,
                "max_tokens",
                100,
                "messages",
                List.of(Map.of("role", "user", "content", "Hello")));
    }

    /** The sums of this user's ledger. */
    JsonNode spent() {
        return session.get("/api/usage").expect(200).json().path("total");
    }

    /** Expects OpenAI's form of an error. */
    static void assertOpenAiError(Answer answer, int status, String code) {
        answer.expect(status);
        var error = answer.json().path("error");
        assertThat(error.path("code").stringValue()).as(answer.text()).isEqualTo(code);
        assertThat(error.path("message").stringValue()).isNotBlank();
        assertThat(answer.text()).doesNotContain(SECRET);
    }

    /** Expects Anthropic's form of an error. */
    static void assertAnthropicError(Answer answer, int status, String type) {
        answer.expect(status);
        assertThat(answer.json().path("type").stringValue()).isEqualTo("error");
        assertThat(answer.json().at("/error/type").stringValue()).as(answer.text()).isEqualTo(type);
        assertThat(answer.header("request-id")).isEqualTo(answer.header("X-Request-Id"));
        assertThat(answer.text()).doesNotContain(SECRET);
    }
}
