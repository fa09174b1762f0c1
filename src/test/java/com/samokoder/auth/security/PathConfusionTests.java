package com.samokoder.auth.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Written to the socket as it is: a client library would tidy these paths up. */
@ServiceTest
class PathConfusionTests {
    @Autowired Api api;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/projects/",
                "//api/projects",
                "/api//projects",
                "/./api/projects",
                "/health/../api/projects",
                "/docs/../api/projects",
                "/docs/..;/api/projects",
                "/docs/%2e%2e/api/projects",
                "/docs/..%2fapi/projects",
                "/api/projects;x=1",
                "/api;/projects",
                "/api%2fprojects",
                "/api/%70rojects",
                "/API/projects",
                "/api\\projects",
                "/api/projects%00",
                "/api/projects%0a",
                "/api/projects.json",
                "/health;/../api/projects",
                "/%2e/api/projects",
                "/api/auth/login/../user",
                "/api/auth/login/%2e%2e/user",
                "/error",
                "/actuator",
                "/actuator/health",
                "/actuator/env",
                "/"
            })
    void nobodyGetsInByAnotherSpelling(String path) throws IOException {
        assertThat(status("GET", path, "localhost")).as(path).isIn(400, 401, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/auth/%6cogin, sign-in",
        "/%61pi/auth/log%69n, sign-in",
        "/api/auth/%72ecover, sign-up",
        "/api/%70rojects, new-projects",
        "/api/keys/x/chec%6B, key-checks",
        "/api/projects/x/%67enerate, runs",
        "/api/runs/x/checkpoints/y/res%6flve, runs"
    })
    void anotherSpellingIsCountedByTheSameRule(String path, String rule) {
        var answer = api.post(path, Map.of());
        assertThat(answer.header("RateLimit-Policy")).as(path).contains("\"" + rule + "\"");
        assertThat(answer.header("Cache-Control")).as(path).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "CONNECT", "PROPFIND", "FOO", "get", "OPTIONS"})
    void nobodyGetsInByAnotherMethod(String method) throws IOException {
        assertThat(status(method, "/api/projects", "localhost"))
                .as(method)
                .isIn(400, 401, 405, 501);
    }

    @Test
    void nobodyGetsInByAnotherHost() throws IOException {
        assertThat(status("GET", "/api/projects", "localhost/health?")).isIn(400, 401);
    }

    @Test
    void aFirewallsRefusalIsAProblem() {
        api.get("/api/projects;x=1").expectProblem(400, "invalid_request");
    }

    @Test
    void whoIsSignedInLearnsWhatIsNotThere() {
        var user = api.register();

        user.get("/api/nothing").expectProblem(404, "not_found");
        var refused = user.patch("/api/projects", "{}").expectProblem(405, "method_not_allowed");
        assertThat(refused.header("Allow")).contains("GET", "POST");
        api.get("/api/nothing").expectProblem(401, "unauthenticated");
    }

    private int status(String method, String path, String host) throws IOException {
        var base = URI.create(api.base());
        try (var socket = new Socket(base.getHost(), base.getPort())) {
            socket.setSoTimeout(20_000);
            var request =
                    "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                            .formatted(method, path, host);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            var head =
                    new String(socket.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(head.substring(9));
        }
    }
}
