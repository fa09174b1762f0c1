package com.samokoder.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.SentryServer;

import io.sentry.Breadcrumb;
import io.sentry.Hint;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.protocol.Message;
import io.sentry.protocol.Request;
import io.sentry.protocol.User;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SentryTests {
    private static final String SECRET = "Q7rT2xW9" + "zK4mV8bN1c";
    private static final String KEY = "sk-ant-" + SECRET;

    private SentryServer server;

    @BeforeEach
    void listen() {
        server = SentryServer.start();
    }

    @AfterEach
    void stop() {
        Sentry.close();
        server.close();
    }

    @Test
    void aPlantedKeyDoesNotLeaveTheService() throws Exception {
        Sentry.init(options -> {
            options.setDsn(server.dsn());
            options.setEnvironment("test");
            options.setRelease("samokoder@test");
            SentryConfiguration.protect(options);
        });
        Sentry.addBreadcrumb(breadcrumb());
        Sentry.captureEvent(event(), new Hint());
        Sentry.flush(5_000);
        var envelope = event(server.poll(Duration.ofSeconds(10)));
        assertThat(envelope)
                .doesNotContain(SECRET, "someone@example.com", "203.0.113.9", "plain-query-value")
                .contains("went wrong with sk-ant-***", "crashed", "IllegalStateException")
                .contains("\"environment\":\"test\"", "samokoder@test", "request-1");
    }

    private static String event(String envelope) {
        assertThat(envelope).as("what Sentry sent").isNotNull();
        return envelope;
    }

    private static Breadcrumb breadcrumb() {
        var breadcrumb = new Breadcrumb("called with " + KEY);
        breadcrumb.setData("url", "https://api.example.com?q=plain-query-value&key=" + KEY);
        breadcrumb.setData("header", SECRET);
        return breadcrumb;
    }

    private static SentryEvent event() {
        var event =
                new SentryEvent(
                        new IllegalStateException("crashed " + KEY, new RuntimeException(KEY)));
        var message = new Message();
        message.setMessage("went wrong with {}");
        message.setFormatted("went wrong with " + KEY);
        message.setParams(List.of(KEY, SECRET));
        event.setMessage(message);
        var request = new Request();
        request.setMethod("POST");
        request.setUrl("https://host/api?key=" + SECRET);
        request.setQueryString("q=plain-query-value&key=" + SECRET);
        request.setHeaders(Map.of("apikey", SECRET, "Idempotency-Key", SECRET));
        request.setCookies(SECRET);
        request.setData(Map.of("api_key", SECRET));
        event.setRequest(request);
        var user = new User();
        user.setEmail("someone@example.com");
        user.setIpAddress("203.0.113.9");
        event.setUser(user);
        event.setExtra("key", SECRET);
        event.setTag("key", SECRET);
        event.getContexts().put("MDC", Map.of("request_id", "request-1", "other", SECRET));
        event.getContexts().put("own", Map.of("key", SECRET));
        return event;
    }
}
