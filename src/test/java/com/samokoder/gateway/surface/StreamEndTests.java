package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.TestPropertySource;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** How streams end that do not end by themselves, or not soon. */
@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class StreamEndTests {
    private static final long MOST_ON_THE_WAY = 32L << 20;
    private static final String PATH = "/v1/chat/completions";

    @Autowired Api anybody;
    @Autowired JsonMapper json;
    @Autowired CallSlots slots;
    @Autowired Attendance attendance;

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final CountDownLatch brokenOff = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private ReplayServer provider;
    private Gateway ann;

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
        ann = Gateway.of(anybody);
        ann.key("openai", provider);
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        draining(Duration.ZERO).start();
        provider.close();
    }

    @Test
    void aReaderThatReadsNothingIsDroppedAndPaysForWhatWasWritten() throws Exception {
        provider.reply(this::writeForEver);
        try (var _ = stalledReader()) {
            assertThat(brokenOff.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(written.get()).isLessThan(MOST_ON_THE_WAY);
        awaitRow();
        assertThat(ann.spent().path("estimated_calls").intValue()).isEqualTo(1);
        assertThat(ann.spent().path("output_tokens").longValue()).isGreaterThan(10_000);
    }

    @Test
    void streamsEndInPeaceBeforeTheProcessStopsAndNewCallsAreSentElsewhere() throws Exception {
        provider.reply(this::pauseInTheMiddle);
        try (var response = begun()) {
            var stopped = new CountDownLatch(1);
            Thread.startVirtualThread(() -> {
                draining(Duration.ofSeconds(20)).stop();
                stopped.countDown();
            });
            Awaitility.await().until(slots::isClosed);
            var refused = ann.client().post(PATH, Gateway.chat("openai/gpt-6.1-terra", false));
            Gateway.assertOpenAiError(refused, 503, "unavailable");
            assertThat(refused.header("Retry-After")).isEqualTo("2");

            assertThat(stopped.getCount()).isEqualTo(1);
            goOn.countDown();
            assertThat(response.body().string()).endsWith("data: [DONE]\n\n");
            assertThat(stopped.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aStreamThatTakesTooLongIsToldWhyItEndsAndPaysForWhatItGot() throws Exception {
        provider.reply(this::pauseInTheMiddle);
        try (var response = begun()) {
            draining(Duration.ofMillis(50)).stop();
            assertThat(response.body().string())
                    .contains("\"error\"", "unavailable")
                    .doesNotContain("[DONE]");
        }
        awaitRow();
        assertThat(ann.spent().path("output_tokens").intValue()).isPositive();
    }

    private Draining draining(Duration time) {
        var properties =
                new GatewayProperties(9, 9, Duration.ofSeconds(15), Duration.ofSeconds(1), time);
        return new Draining(slots, attendance, properties);
    }

    private Response begun() throws IOException {
        var response = Api.client().newCall(request()).execute();
        assertThat(response.body().source().readUtf8Line()).contains("Hello there");
        return response;
    }

    private Request request() {
        var body = json.writeValueAsBytes(Gateway.chat("openai/gpt-6.1-terra", true));
        var type = MediaType.get("application/json");
        return ann.client().request("POST", PATH, RequestBody.create(body, type));
    }

    private Socket stalledReader() throws IOException {
        var request = request();
        var body = json.writeValueAsBytes(Gateway.chat("openai/gpt-6.1-terra", true));
        var socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(request.url().host(), request.url().port()));
        var head =
                "POST %s HTTP/1.1\r\nHost: here\r\nContent-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n"
                        .formatted(PATH, request.header("Authorization"), body.length);
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().write(body);
        return socket;
    }

    private void writeForEver(ReplayServer.Received request, Socket connection) throws IOException {
        var out = connection.getOutputStream();
        Reply.head(out, 200, "text/event-stream", Map.of());
        var event = event("word ".repeat(2_000));
        try {
            while (true) {
                Reply.chunk(out, event);
                written.addAndGet(event.length);
            }
        } catch (IOException nobodyReads) {
            brokenOff.countDown();
        }
    }

    private void pauseInTheMiddle(ReplayServer.Received request, Socket connection)
            throws IOException {
        var out = connection.getOutputStream();
        Reply.head(out, 200, "text/event-stream", Map.of());
        Reply.chunk(out, event("Hello there"));
        try {
            goOn.await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
        Reply.chunk(out, event(" again"));
        Reply.chunk(out, "data: [DONE]\n\n".getBytes(StandardCharsets.UTF_8));
        Reply.end(out);
    }

    private static byte[] event(String text) {
        return """
        data: {"id":"c","choices":[{"index":0,"delta":{"content":"%s"}}]}

        """
                .formatted(text)
                .getBytes(StandardCharsets.UTF_8);
    }

    private void awaitRow() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .until(() -> ann.spent().path("calls").intValue() == 1);
    }
}
