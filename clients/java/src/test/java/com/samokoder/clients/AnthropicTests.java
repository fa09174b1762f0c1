package com.samokoder.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.errors.AnthropicServiceException;
import com.anthropic.errors.BadRequestException;
import com.anthropic.errors.PaymentRequiredException;
import com.anthropic.errors.RateLimitException;
import com.anthropic.errors.SseException;
import com.anthropic.errors.UnauthorizedException;
import com.anthropic.helpers.MessageAccumulator;
import com.anthropic.models.messages.Message;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.StopReason;
import com.anthropic.models.messages.Tool;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.stream.Collectors;

/** anthropic-java against the gateway. */
class AnthropicTests {
    private final AnthropicClient client = client(Environment.token(), 0);

    private static AnthropicClient client(String token, int retries) {
        return AnthropicOkHttpClient.builder()
                .baseUrl(Environment.service())
                .apiKey(token)
                .maxRetries(retries)
                .build();
    }

    private static MessageCreateParams.Builder ask(String model) {
        return MessageCreateParams.builder().model(model).maxTokens(1000).addUserMessage("Hello");
    }

    private static String text(Message message) {
        return message.content().stream()
                .flatMap(block -> block.text().stream())
                .map(block -> block.text())
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aMessageIsRead(String provider) {
        var message = client.messages().create(ask(provider + "/plain").build());
        assertThat(text(message)).isEqualTo("Hello");
        assertThat(message.stopReason()).contains(StopReason.MAX_TOKENS);
        assertThat(message.usage().outputTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aStreamIsRead(String provider) {
        var message = accumulated(ask(provider + "/plain").build());
        assertThat(text(message)).isEqualTo("Hello, мир");
        assertThat(message.stopReason()).contains(StopReason.END_TURN);
        assertThat(message.usage().outputTokens()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void streamedToolsAreRead(String provider) {
        var weather =
                Tool.builder().name("weather").inputSchema(Tool.InputSchema.builder().build());
        var message = accumulated(ask(provider + "/tools").addTool(weather.build()).build());
        assertThat(message.stopReason()).contains(StopReason.TOOL_USE);
        var calls = message.content().stream().flatMap(block -> block.toolUse().stream()).toList();
        assertThat(calls).hasSize(2);
        assertThat(calls.getFirst()._input().toString()).contains("Омск");
    }

    private Message accumulated(MessageCreateParams params) {
        var accumulator = MessageAccumulator.create();
        try (var stream = client.messages().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.message();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void refusalsAreTyped(String provider) {
        assertRaised(provider + "/throttled", RateLimitException.class, 429);
        assertRaised(provider + "/bad-request", BadRequestException.class, 400);
        assertRaised(provider + "/bad-key", AnthropicServiceException.class, 424);
        assertRaised(provider + "/overloaded:anthropic-java", AnthropicServiceException.class, 502);
    }

    private void assertRaised(
            String model, Class<? extends AnthropicServiceException> type, int status) {
        assertThatThrownBy(() -> client.messages().create(ask(model).build()))
                .isInstanceOfSatisfying(
                        type, failure -> assertThat(failure.statusCode()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut:anthropic-java", "error-in-stream:anthropic-java"})
    void failuresInAStreamAreRaised(String model) {
        for (var provider : new String[] {"openai/", "anthropic/"}) {
            try (var stream = client.messages().createStreaming(ask(provider + model).build())) {
                assertThatThrownBy(() -> stream.stream().forEach(event -> {}))
                        .isInstanceOf(SseException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void leavingAStreamHangsUp(String provider) {
        int before = Environment.count("aborted");
        try (var stream = client.messages().createStreaming(ask(provider + "/slow").build())) {
            assertThat(stream.stream().limit(4)).hasSize(4);
        }
        assertThat(Environment.reaches("aborted", before + 1)).isTrue();
    }

    @Test
    void aWrongTokenIsTyped() {
        var stranger = client("sk-samo-nobody", 0);
        assertThatThrownBy(() -> stranger.messages().create(ask("anthropic/plain").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void aSpentBudgetIsToldOnce() {
        var poor = client(Environment.poorToken(), 3);
        int before = Environment.count("requests");
        assertThatThrownBy(() ->
                        poor.messages().create(ask("anthropic/claude-sonnet-5-5").build()))
                .isInstanceOf(PaymentRequiredException.class);
        assertThat(Environment.count("requests")).isEqualTo(before);
    }
}
