package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

@ServiceTest
class LifecycleTests {
    private static final String EVENT =
            "data: {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hello there\"}}]}\n\n";

    @Autowired Api anybody;
    @Autowired JsonMapper json;

    private final CountDownLatch upstreamEnded = new CountDownLatch(1);
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
        provider.close();
    }

    @Test
    void aClientThatLeavesCancelsItsCallAndPaysForWhatItGot() throws Exception {
        provider.reply(untilHungUp(EVENT));
        try (var response = Api.client().newCall(request(true)).execute()) {
            assertThat(response.body().source().readUtf8Line()).contains("Hello there");
        }
        assertThat(upstreamEnded.await(1500, TimeUnit.MILLISECONDS)).isTrue();
        awaitRow();
        assertThat(ann.spent().path("estimated_calls").intValue()).isEqualTo(1);
        assertThat(ann.spent().path("output_tokens").intValue()).isEqualTo(3);
        assertThat(ann.spent().path("input_tokens").intValue()).isPositive();
    }

    @Test
    void aClientThatLeavesBeforeTheFirstByteCancelsToo() throws Exception {
        provider.reply(untilHungUp(""));
        var call = Api.client().newCall(request(false));
        var answered = new CountDownLatch(1);
        Thread.startVirtualThread(() -> {
            try (var _ = call.execute()) {
                answered.countDown();
            } catch (IOException cancelled) {
                // As it should be.
            }
        });
        Awaitility.await().until(() -> !provider.requests().isEmpty());
        call.cancel();
        assertThat(upstreamEnded.await(1500, TimeUnit.MILLISECONDS)).isTrue();
        awaitRow();
        assertThat(answered.getCount()).isEqualTo(1);
    }

    private void awaitRow() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(3))
                .until(() -> ann.spent().path("calls").intValue() == 1);
    }

    private Request request(boolean stream) {
        var body = json.writeValueAsBytes(Gateway.chat("openai/gpt-6.1-terra", stream));
        return ann.client()
                .request(
                        "POST",
                        "/v1/chat/completions",
                        RequestBody.create(body, MediaType.get("application/json")));
    }

    /** Begins an answer, and then waits until nobody reads on. */
    private Reply untilHungUp(String beginning) {
        return (_, connection) -> {
            if (!beginning.isEmpty()) {
                var out = connection.getOutputStream();
                Reply.head(out, 200, "text/event-stream", Map.of());
                Reply.chunk(out, beginning.getBytes(StandardCharsets.UTF_8));
            }
            int read = connection.getInputStream().read();
            if (read < 0) {
                upstreamEnded.countDown();
            }
        };
    }
}
