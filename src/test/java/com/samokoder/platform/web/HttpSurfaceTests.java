package com.samokoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.testing.Api;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;

@ProbeTest
class HttpSurfaceTests {
    @Autowired Api api;

    @Test
    void safeRequestIdsAreEchoedAndOthersReplaced() {
        assertThat(api.with("X-Request-Id", "a.B_9-").get("/health").header("X-Request-Id"))
                .isEqualTo("a.B_9-");
        for (String unsafe : List.of("a b", "x".repeat(65), "a;b", "<script>")) {
            assertThat(api.with("X-Request-Id", unsafe).get("/health").header("X-Request-Id"))
                    .isNotEqualTo(unsafe)
                    .hasSize(36);
        }
    }

    @Test
    void everyAnswerKeepsBrowsersAtBay() {
        for (String path : List.of("/health", "/api/projects", "/nothing", "/probe//double")) {
            var answer = api.get(path);
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(answer.header("Referrer-Policy")).isEqualTo("no-referrer");
            assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
            assertThat(answer.header("Content-Security-Policy")).startsWith("default-src 'none'");
        }
        assertThat(api.get("/api/projects").header("Cache-Control")).isEqualTo("no-store");
        assertThat(api.get("/probe/cached").headers().values("Cache-Control"))
                .containsExactly("no-cache, private");
    }

    @Test
    void onlyListedOriginsAreLetIn() {
        var listed = api.with("Origin", "https://app.example.com").get("/health").expect(200);
        assertThat(listed.header("Access-Control-Allow-Origin"))
                .isEqualTo("https://app.example.com");
        assertThat(listed.header("Access-Control-Expose-Headers")).contains("X-Request-Id");
        for (String origin : List.of("https://evil.example", "null", "https://app.example.com.")) {
            var refused = api.with("Origin", origin).get("/health");
            refused.expectProblem(403, "forbidden");
            assertThat(refused.header("Access-Control-Allow-Origin")).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a.example/",
                "https://a.example/path",
                "a.example",
                "null",
                "ftp://a.example",
                "https://a.example.",
                "https://*.example",
                "https://u@a.example"
            })
    void wrongOriginsStopTheStart(String origin) {
        assertThatThrownBy(() -> CrossOriginConfiguration.checked(List.of(origin), false))
                .hasMessageContaining("CORS_ORIGINS");
    }

    @Test
    void aStarStopsTheStartInProductionOnly() {
        assertThat(CrossOriginConfiguration.checked(List.of(" * ", ""), false))
                .containsExactly("*");
        assertThatThrownBy(() -> CrossOriginConfiguration.checked(List.of("*"), true))
                .hasMessageContaining("production");
    }

    @Test
    void theDocumentationIsServedFromHere() {
        var page = api.get("/docs").expect(200);
        assertThat(page.text()).contains("/docs/initializer.js").doesNotContain("https://");
        assertThat(page.header("Content-Security-Policy")).contains("script-src 'self'");
        api.get("/docs/swagger-ui-bundle.js").expect(200);
        api.get("/docs/swagger-ui.css").expect(200);
        assertThat(api.get("/docs/initializer.js").expect(200).text()).contains("/openapi.json");
        api.get("/docs/swagger-initializer.js").expectProblem(404, "not_found");
    }

    @Test
    void metricsAreForTheOwnNetwork() {
        assertThat(api.get("/metrics").expect(200).text()).contains("jvm_memory_used_bytes");
        assertThat(api.get("/livez").expect(200).text()).contains("UP");
        assertThat(api.get("/readyz").expect(200).text()).contains("UP");
        var user = api.register();
        user.get("/actuator/env").expectProblem(404, "not_found");
        user.get("/actuator/heapdump").expectProblem(404, "not_found");
        var far = api.with("X-Forwarded-For", "203.0.113.9");
        far.get("/metrics").expectProblem(403, "forbidden");
        far.as("wrong").get("/metrics").expectProblem(403, "forbidden");
        far.as("scraper-token-of-the-test").get("/metrics").expect(200);
    }

    @Test
    void healthTellsWhichPartWorks() {
        var brief = api.get("/health").expect(200).json();
        assertThat(brief.path("status").stringValue()).isEqualTo("healthy");
        var answer = api.get("/health/detailed").expect(200).json();
        assertThat(answer.at("/checks/database").booleanValue()).isTrue();
        assertThat(answer.at("/checks/storage").booleanValue()).isTrue();
        assertThat(answer.at("/checks/supabase").isNull()).isTrue();
        assertThat(answer.at("/checks").has("gpt_pilot")).isTrue();
        assertThat(answer.has("details")).isFalse();
    }
}
