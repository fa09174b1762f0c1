package com.samokoder.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

class RedactorTests {
    private static final String SECRET = "Q7rT2xW9" + "zK4mV8bN1c";

    static Stream<String> credentials() {
        return Stream.of(
                "sk-" + SECRET,
                "sk-ant-" + "api03-" + SECRET,
                "sk-or-" + "v1-" + SECRET,
                "sk-proj-" + SECRET,
                "gsk_" + SECRET,
                "xai-" + SECRET,
                "AIza" + SECRET,
                "sb_secret_" + SECRET,
                "Bearer " + SECRET,
                "bearer\t" + SECRET,
                "Basic " + SECRET + "==",
                "eyJhbGciOi" + "." + SECRET + "." + SECRET,
                "sk-samo-" + "abc123-" + SECRET,
                "postgres://user:" + SECRET + "@host/db",
                "?key=1&api_key=" + SECRET,
                "{\"password\":\"" + SECRET + "\"}",
                "x-goog-api-key: " + SECRET);
    }

    @ParameterizedTest
    @MethodSource("credentials")
    void masksCredentialsWhereverTheyStand(String credential) {
        for (String around :
                new String[] {"%s", "a %s b", "(%s)", "\"%s\"", "x=%s,", "line\n%s\n"}) {
            assertThat(Redactor.redact(around.formatted(credential)))
                    .doesNotContain(SECRET)
                    .contains("***");
        }
    }

    @Test
    void keepsWhatHelpsAndIsNoSecret() {
        assertThat(Redactor.redact("token sk-samo-" + "abc123-" + SECRET + " used"))
                .isEqualTo("token sk-samo-abc123-*** used");
        assertThat(Redactor.redact("https://api.example.com/v1?x=1 took 12 ms"))
                .isEqualTo("https://api.example.com/v1?x=1 took 12 ms");
        assertThat(Redactor.redact("tokens: 12, user 019ab6a5-4c1e-7d33-9a51-0c7e4f2b8d10"))
                .isEqualTo("tokens: 12, user 019ab6a5-4c1e-7d33-9a51-0c7e4f2b8d10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"production", "development", "prodction"})
    void redactsWholeLogLines(String environment) {
        var line = line(environment);
        assertThat(line).doesNotContain(SECRET).contains("sk-ant-***", "request-1", "boom");
        if (!environment.equals("development")) {
            var json = new JsonMapper().readTree(line);
            assertThat(json.path("request_id").stringValue()).isEqualTo("request-1");
            assertThat(json.path("stack_trace").stringValue()).contains("IllegalStateException");
            assertThat(line.strip()).doesNotContain("\n");
        }
    }

    private static String line(String environment) {
        var context = new LoggerContext();
        var encoder = new RedactingEncoder();
        encoder.setContext(context);
        encoder.setEnvironment(environment);
        encoder.start();
        var key = "sk-ant-" + SECRET;
        var failure =
                new IllegalStateException("boom " + key, new RuntimeException("cause\n" + key));
        var event =
                new LoggingEvent(
                        "fqcn",
                        context.getLogger("a.b.C"),
                        Level.ERROR,
                        "failed with {}\r\n",
                        failure,
                        new Object[] {key});
        event.setMDCPropertyMap(Map.of("request_id", "request-1", "bad", key));
        return new String(encoder.encode(event), StandardCharsets.UTF_8);
    }

    @Test
    void hostileTextsDoNotSlowItDown() {
        var hostile = ("://" + ":".repeat(50) + "sk-eyJ" + "a".repeat(50) + " ").repeat(1000);
        long start = System.nanoTime();
        Redactor.redact(hostile);
        assertThat(System.nanoTime() - start).isLessThan(2_000_000_000L);
    }
}
