package com.samokoder.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.OpenAIServiceException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.responses.ResponseCreateParams;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** openai-java against the gateway. */
class OpenAiTests {
    private final OpenAIClient client = client(Environment.token(), 0);

    private static OpenAIClient client(String token, int retries) {
        return OpenAIOkHttpClient.builder()
                .baseUrl(Environment.service() + "/v1")
                .apiKey(token)
                .maxRetries(retries)
                .build();
    }

    private static ChatCompletionCreateParams.Builder ask(String model) {
        return ChatCompletionCreateParams.builder()
                .model(model)
                .addUserMessage("Hello")
                .maxCompletionTokens(1000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aCompletionIsRead(String provider) {
        var completion = client.chat().completions().create(ask(provider + "/plain").build());
        assertThat(completion.choices().getFirst().message().content()).contains("Hello");
        assertThat(completion.usage().orElseThrow().totalTokens()).isPositive();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void aStreamIsRead(String provider) {
        var text = new StringBuilder();
        try (var stream =
                client.chat().completions().createStreaming(ask(provider + "/plain").build())) {
            stream.stream()
                    .flatMap(chunk -> chunk.choices().stream())
                    .forEach(choice -> choice.delta().content().ifPresent(text::append));
        }
        assertThat(text).hasToString("Hello, мир");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void streamedToolsAreRead(String provider) {
        var weather = FunctionDefinition.builder().name("weather").build();
        var params = ask(provider + "/tools").addFunctionTool(weather).build();
        var call = accumulated(params).choices().getFirst().message().toolCalls().orElseThrow();
        assertThat(call).hasSize(2);
        assertThat(call.getFirst().asFunction().function().arguments()).contains("Омск");
    }

    private ChatCompletion accumulated(ChatCompletionCreateParams params) {
        var accumulator = ChatCompletionAccumulator.create();
        try (var stream = client.chat().completions().createStreaming(params)) {
            stream.stream().forEach(accumulator::accumulate);
        }
        return accumulator.chatCompletion();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void refusalsAreTyped(String provider) {
        assertRaised(provider + "/throttled", RateLimitException.class, 429);
        assertRaised(provider + "/bad-request", BadRequestException.class, 400);
        assertRaised(provider + "/bad-key", OpenAIServiceException.class, 424);
        assertRaised(provider + "/overloaded:openai-java", InternalServerException.class, 502);
    }

    private void assertRaised(String model, Class<? extends OpenAIServiceException> type, int status) {
        assertThatThrownBy(() -> client.chat().completions().create(ask(model).build()))
                .isInstanceOfSatisfying(
                        type, failure -> assertThat(failure.statusCode()).isEqualTo(status));
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut:openai-java", "error-in-stream:openai-java"})
    void failuresInAStreamAreRaised(String model) {
        for (var provider : new String[] {"openai/", "anthropic/"}) {
            try (var stream =
                    client.chat().completions().createStreaming(ask(provider + model).build())) {
                assertThatThrownBy(() -> stream.stream().forEach(chunk -> {}))
                        .isInstanceOf(SseException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openai", "anthropic"})
    void leavingAStreamHangsUp(String provider) {
        int before = Environment.count("aborted");
        try (var stream =
                client.chat().completions().createStreaming(ask(provider + "/slow").build())) {
            assertThat(stream.stream().limit(3)).hasSize(3);
        }
        assertThat(Environment.reaches("aborted", before + 1)).isTrue();
    }

    @Test
    void aWrongTokenIsTyped() {
        var stranger = client("sk-samo-nobody", 0);
        assertThatThrownBy(() -> stranger.chat().completions().create(ask("openai/plain").build()))
                .isInstanceOf(UnauthorizedException.class);
    }

    @Test
    void aSpentBudgetIsToldOnce() {
        var poor = client(Environment.poorToken(), 3);
        int before = Environment.count("requests");
        assertThatThrownBy(() ->
                        poor.chat().completions().create(ask("openai/gpt-6.1-terra").build()))
                .isInstanceOfSatisfying(
                        OpenAIServiceException.class,
                        failure -> {
                            assertThat(failure.statusCode()).isEqualTo(402);
                            assertThat(failure.code()).contains("budget_exceeded");
                        });
        assertThat(Environment.count("requests")).isEqualTo(before);
    }

    @Test
    void responsesAreRead() {
        var params = ResponseCreateParams.builder().model("openai/plain").input("Hello").build();
        assertThat(client.responses().create(params).output()).hasSize(1);
        try (var stream = client.responses().createStreaming(params)) {
            assertThat(stream.stream().filter(event -> event.isOutputTextDelta())).hasSize(1);
        }
    }
}
