package com.samokoder.testing;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.Headers;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;

/** What the service answered. */
public record Answer(int status, Headers headers, byte[] body, JsonMapper mapper) {

    /** Fails with the whole body when the status is another one. */
    public Answer expect(int expected) {
        assertThat(status).as(text()).isEqualTo(expected);
        return this;
    }

    /** Fails unless this is a problem with that status and code. */
    public Answer expectProblem(int expected, String code) {
        expect(expected);
        assertThat(header("Content-Type")).startsWith("application/problem+json");
        var problem = json();
        assertThat(problem.path("code").stringValue()).as(text()).isEqualTo(code);
        assertThat(problem.path("status").intValue()).isEqualTo(expected);
        assertThat(problem.path("title").stringValue()).isNotBlank();
        assertThat(problem.path("request_id").stringValue()).isEqualTo(header("X-Request-Id"));
        return this;
    }

    public JsonNode json() {
        return mapper.readTree(body);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public @Nullable String header(String name) {
        return headers.get(name);
    }
}
