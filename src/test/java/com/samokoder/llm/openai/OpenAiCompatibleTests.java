package com.samokoder.llm.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TestLlm;
import com.samokoder.llm.TokenUsage;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

class OpenAiCompatibleTests {
    private static TestLlm llm;
    private ReplayServer provider;

    @BeforeAll
    static void startModule() {
        llm = new TestLlm();
    }

    @AfterAll
    static void stopModule() {
        llm.close();
    }

    @BeforeEach
    void startProvider() {
        provider = ReplayServer.start();
    }

    @AfterEach
    void stopProvider() {
        provider.close();
    }

    private ChatModel model(String providerId, String model) {
        return llm.open(providerId, provider, model);
    }

    private ProviderFailure failureOf(String providerId, ArrayList<ChatEvent> heard) {
        var model = model(providerId, "some-model");
        return catchThrowableOfType(
                ProviderFailure.class,
                () -> model.stream(TestLlm.request("Hi"), new Cancellation(), heard::add));
    }

    @Test
    void streamsTheTextAndCountsNoTokenTwice() {
        provider.replay("openai/stream.sse");

        var said = TestLlm.listen(model("openai", "gpt-6.1-terra"), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo("Hello, мир");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.STOP);
        assertThat(said.finished().rawReason()).isEqualTo("stop");
        assertThat(said.finished().usage())
                .isEqualTo(new TokenUsage(15, 100, 5, 30, 12, TokenUsage.Source.MEASURED));
    }

    @Test
    void sendsTheFieldsEachProviderUnderstands() {
        TestLlm.listen(model("openai", "gpt-6.1-terra"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/chat/completions");
        assertThat(provider.lastRequest().headers())
                .containsEntry("authorization", "Bearer test-key-0001");
        assertThat(provider.lastRequest().body())
                .isEqualTo(
                        """
                        {"model":"gpt-6.1-terra","messages":[\
                        {"role":"system","content":"You are terse."},\
                        {"role":"user","content":"Hi"}],"stream":true,\
                        "stream_options":{"include_usage":true},"max_completion_tokens":500}\
                        """);

        TestLlm.listen(model("ollama", "qwen3-coder"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().body())
                .contains("\"max_tokens\":500", "\"temperature\":0.2");

        TestLlm.listen(model("mistral", "devstral-medium-latest"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().body()).doesNotContain("stream_options");

        TestLlm.listen(model("groq", "qwen/qwen3-32b"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().body())
                .contains("\"reasoning_format\":\"parsed\"")
                .doesNotContain("logprobs", "logit_bias", "\"name\"", "\"n\":");

        TestLlm.listen(model("openrouter", "x/y"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().headers())
                .containsEntry("x-openrouter-title", "Samokoder");
    }

    @ParameterizedTest
    @CsvSource({
        "openrouter, openrouter/stream.sse, Hi, Thinking., 194, 0, 8, 3",
        "groq, groq/stream.sse, Fast, Hm., 18, 0, 4, 0",
        "deepseek, deepseek/stream.sse, Ni hao, We, 4, 60, 9, 3",
        "mistral, mistral/stream.sse, Bonjour, Voyons., 7, 0, 5, 0",
        "xai, xai/stream.sse, Yo, Mm, 6, 4, 32, 30"
    })
    void understandsWhatEachProviderMakesOfIt(
            String providerId,
            String file,
            String text,
            String reasoning,
            long uncached,
            long cached,
            long output,
            long thought) {
        provider.replay(file);

        var said = TestLlm.listen(model(providerId, "m"), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo(text);
        assertThat(said.reasoning()).isEqualTo(reasoning);
        assertThat(said.finished().usage())
                .isEqualTo(
                        new TokenUsage(
                                uncached, cached, 0, output, thought, TokenUsage.Source.MEASURED));
    }

    @Test
    void countsTheTokensItselfWhereTheProviderDoesNot() {
        provider.replay("openai/stream_without_usage.sse");

        var usage = TestLlm.listen(model("vllm", "m"), TestLlm.request("Hi")).finished().usage();

        assertThat(usage.source()).isEqualTo(TokenUsage.Source.ESTIMATED);
        assertThat(usage.output()).isEqualTo(2);
        assertThat(usage.input()).isBetween(10L, 20L);
    }

    @Test
    void tellsARefusalFromAnAnswer() {
        provider.replay("openai/refusal.sse");

        var said = TestLlm.listen(model("openai", "m"), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo("I cannot help with that.");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.REFUSED);
        assertThat(said.finished().rawReason()).isEqualTo("stop");
    }

    @Test
    void understandsAWholeAnswerWhereAStreamWasAskedFor() {
        provider.replay("openai/completion.json");

        var said = TestLlm.listen(model("custom", "m"), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo("Hello");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
        assertThat(said.finished().usage().input()).isEqualTo(11);
    }

    @Test
    void aStreamWithoutAnEndFailsAfterDeliveringWhatCame() {
        provider.reply(Reply.stream("data: {\"choices\":[{\"delta\":{\"content\":\"Hel\"}}]}\n\n"));
        var heard = new ArrayList<ChatEvent>();

        var failure = failureOf("openai", heard);

        assertThat(heard).containsExactly(new ChatEvent.TextDelta("Hel"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_RESPONSE_INVALID);
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.usage().source()).isEqualTo(TokenUsage.Source.ESTIMATED);
        assertThat(failure.usage().output()).isPositive();
    }

    @ParameterizedTest
    @CsvSource({
        "openai, openai/error_mid_stream.sse, PROVIDER_UNAVAILABLE, 200, server_error",
        "openrouter, openrouter/error_mid_stream.sse, PROVIDER_RATE_LIMITED, 429, rate_limit_exceeded",
        "ollama, ollama/error_mid_stream.sse, PROVIDER_UNAVAILABLE, 200,"
    })
    void understandsFailuresInMidStream(
            String providerId, String file, ErrorCode code, int status, String word) {
        provider.replay(file);
        var heard = new ArrayList<ChatEvent>();

        var failure = failureOf(providerId, heard);

        assertThat(heard).hasSize(1);
        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.status()).isEqualTo(status);
        assertThat(failure.providerCode()).isEqualTo(word);
        assertThat(failure.retryable()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, PROVIDER_KEY_INVALID, false",
        "PAYMENT_REQUIRED, PROVIDER_QUOTA_EXHAUSTED, false",
        "RATE_LIMITED, PROVIDER_RATE_LIMITED, true",
        "QUOTA_EXHAUSTED, PROVIDER_QUOTA_EXHAUSTED, false",
        "SERVER_ERROR, PROVIDER_UNAVAILABLE, true",
        "OVERLOADED, PROVIDER_UNAVAILABLE, true",
        "REQUEST_TIMEOUT, PROVIDER_TIMEOUT, true",
        "RETRY_AT_ONCE, PROVIDER_UNAVAILABLE, true",
        "HANG_BEFORE_HEADERS, PROVIDER_TIMEOUT, true",
        "HANG_MID_STREAM, PROVIDER_TIMEOUT, true",
        "CUT_MID_STREAM, PROVIDER_RESPONSE_INVALID, true",
        "CUT_MID_CHARACTER, PROVIDER_RESPONSE_INVALID, true",
        "HUGE_LINE, PROVIDER_RESPONSE_INVALID, true",
        "WRONG_CONTENT_TYPE, PROVIDER_RESPONSE_INVALID, true",
        "REDIRECT, PROVIDER_REJECTED, false",
        "DROP_CONNECTION, PROVIDER_UNAVAILABLE, true"
    })
    void sendsOneRequestAndNamesTheFailure(Fault fault, ErrorCode code, boolean retryable) {
        provider.fail(fault);

        var failure = failureOf("openai", new ArrayList<>());

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(failure.getMessage()).doesNotContain("test-key");
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void sendsOneRequestOverAConnectionThatDiesInItsHands() {
        TestLlm.listen(model("openai", "m"), TestLlm.request("Hi"));
        assertThat(provider.accepted()).isEqualTo(1);
        provider.forgetRequests();
        provider.fail(Fault.DROP_CONNECTION);

        var failure = failureOf("openai", new ArrayList<>());

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(provider.accepted()).as("the pooled connection was used").isEqualTo(1);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void namesWhatIsWrongWithTheWayThere() throws IOException {
        assertThat(unreachable("https://nowhere.invalid/v1").providerCode())
                .isEqualTo("unknown_host");
        assertThat(unreachable("http://169.254.169.254/v1").providerCode())
                .isEqualTo("base_url_address_not_allowed");
        assertThat(unreachable("not a url").providerCode()).isEqualTo("base_url_malformed");
        assertThat(unreachable(null).providerCode()).isEqualTo("base_url_missing");
        assertThat(unreachable("http://127.0.0.1:" + closedPort() + "/v1").providerCode())
                .isEqualTo("connection_refused");
    }

    @Test
    void namesAServerThatSpeaksNoTls() throws Exception {
        try (var plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(plain));
            var failure = unreachable("https://127.0.0.1:" + plain.getLocalPort() + "/v1");
            assertThat(failure.providerCode()).isEqualTo("tls_failure");
        }
    }

    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Speaks first, and not TLS, to everybody who calls. */
    private static void greet(ServerSocket plain) {
        try {
            while (true) {
                try (var connection = plain.accept()) {
                    connection.getOutputStream().write(new byte[64]);
                    connection.getInputStream().readNBytes(1);
                }
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static ProviderFailure unreachable(String baseUrl) {
        var connection = new ProviderConnection("custom", baseUrl, new Secret("test-key-0001"));
        return catchThrowableOfType(ProviderFailure.class, () -> llm.models().check(connection));
    }

    @Test
    void readsTenThousandTinyEvents() {
        provider.fail(Fault.TEN_THOUSAND_EVENTS);

        var said = TestLlm.listen(model("openai", "m"), TestLlm.request("Hi"));

        assertThat(said.text()).hasSize(10_000);
    }

    @Test
    void stopsWhenNobodyWantsTheAnswerAnyMore() {
        provider.fail(Fault.HANG_MID_STREAM);
        var cancellation = new Cancellation();
        var model = model("openai", "m");

        var cancelled =
                catchThrowableOfType(
                        CallCancelled.class,
                        () ->
                                model.stream(
                                        TestLlm.request("Hi"),
                                        cancellation,
                                        _ -> cancellation.cancel()));

        assertThat(cancelled.usage().output()).isPositive();
    }

    @Test
    void asksNothingWhenItIsCancelledBeforehand() {
        var cancellation = new Cancellation();
        cancellation.cancel();
        var model = model("openai", "m");

        var cancelled =
                catchThrowableOfType(
                        CallCancelled.class,
                        () -> model.stream(TestLlm.request("Hi"), cancellation, _ -> {}));

        assertThat(cancelled.usage()).isNull();
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void refusesAKeyThatNoHeaderCanHoldWithoutRepeatingIt() {
        var connection =
                new ProviderConnection(
                        "openai", provider.baseUrl(), new Secret("bad\nkey-with-a-line-end"));

        var failure =
                catchThrowableOfType(ProviderFailure.class, () -> llm.models().check(connection));

        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_KEY_INVALID);
        assertThat(failure).hasStackTraceContaining("malformed_key");
        assertThat(failure.getMessage()).doesNotContain("bad");
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void checksAndListsWithoutSpending() {
        var openAi = TestLlm.connection("openai", provider);
        llm.models().check(openAi);
        assertThat(provider.lastRequest().method()).isEqualTo("GET");
        assertThat(llm.models().list(openAi)).containsExactly("gpt-6.1-terra", "gpt-6-luna");

        provider.replay("gemini/models.json").replay("together/models.json");
        assertThat(llm.models().list(TestLlm.connection("gemini", provider)))
                .containsExactly("gemini-3.8-flash");
        assertThat(llm.models().list(TestLlm.connection("together", provider)))
                .isEqualTo(List.of("openai/gpt-oss-120b", "zai-org/GLM-5.2"));
    }

    @Test
    void asksOpenRouterForTheKeyRatherThanForItsPublicList() {
        var openRouter = TestLlm.connection("openrouter", provider);
        llm.models().check(openRouter);
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/key");

        provider.replay("openrouter/key_exhausted.json");
        var failure =
                catchThrowableOfType(ProviderFailure.class, () -> llm.models().check(openRouter));
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_QUOTA_EXHAUSTED);
    }
}
