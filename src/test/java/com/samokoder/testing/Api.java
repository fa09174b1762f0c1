package com.samokoder.testing;

import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The service as a client meets it. Immutable: {@link #as} gives a client with a credential. */
public final class Api {
    public static final String PASSWORD = "correct horse battery staple";
    private static final MediaType JSON = MediaType.get("application/json");
    private static final AtomicInteger USERS = new AtomicInteger();
    private static final OkHttpClient CLIENT =
            new OkHttpClient.Builder()
                    .readTimeout(Duration.ofSeconds(60))
                    .followRedirects(false)
                    .build();

    private final String base;
    private final JsonMapper json;
    private final Map<String, String> headers;

    public Api(String base, JsonMapper json) {
        this(base, json, Map.of());
    }

    private Api(String base, JsonMapper json, Map<String, String> headers) {
        this.base = base;
        this.json = json;
        this.headers = headers;
    }

    /** The same client with one more header. */
    public Api with(String header, String value) {
        var more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Api(base, json, more);
    }

    /** The same client, speaking to another process of the service. */
    public Api at(String otherBase) {
        return new Api(otherBase, json, headers);
    }

    /** The same client with a credential. */
    public Api as(String token) {
        return with("Authorization", "Bearer " + token);
    }

    /** Registers a new user and returns a client signed in as that user. */
    public Api register() {
        var email = newEmail();
        var answer =
                post("/api/auth/register", Map.of("email", email, "password", PASSWORD))
                        .expect(201)
                        .json();
        return as(answer.at("/session/access_token").stringValue());
    }

    /** An address that nobody registered. */
    public static String newEmail() {
        return "user"
                + USERS.incrementAndGet()
                + "."
                + ProcessHandle.current().pid()
                + "@example.com";
    }

    public Answer get(String path) {
        return send("GET", path, null);
    }

    /** Sends a value as JSON. */
    public Answer post(String path, Object body) {
        return send("POST", path, RequestBody.create(json.writeValueAsBytes(body), JSON));
    }

    /** A body without anything in it. */
    public static RequestBody nothing() {
        return RequestBody.create(new byte[0], null);
    }

    public Answer post(String path) {
        return send("POST", path, nothing());
    }

    /** Sends a text as it is, claiming to be JSON. */
    public Answer postRaw(String path, String body) {
        return send("POST", path, RequestBody.create(body, JSON));
    }

    public Answer patch(String path, Object body) {
        return send("PATCH", path, RequestBody.create(json.writeValueAsBytes(body), JSON));
    }

    public Answer put(String path, Object body) {
        return send("PUT", path, RequestBody.create(json.writeValueAsBytes(body), JSON));
    }

    public Answer delete(String path) {
        return send("DELETE", path, null);
    }

    /** Sends a value as JSON with DELETE. */
    public Answer delete(String path, Object body) {
        return send("DELETE", path, RequestBody.create(json.writeValueAsBytes(body), JSON));
    }

    public Answer send(String method, String path, @Nullable RequestBody body) {
        try (var response = CLIENT.newCall(request(method, path, body)).execute()) {
            var answer =
                    new Answer(response.code(), response.headers(), response.body().bytes(), json);
            ApiContract.check(method, path, answer);
            return answer;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The request as this client would send it, for tests that read the answer themselves. */
    public Request request(String method, String path, @Nullable RequestBody body) {
        var request = new Request.Builder().url(base + path).method(method, body);
        headers.forEach(request::header);
        return request.build();
    }

    /** The HTTP client behind it, for streams. */
    public static OkHttpClient client() {
        return CLIENT;
    }

    public String base() {
        return base;
    }
}
