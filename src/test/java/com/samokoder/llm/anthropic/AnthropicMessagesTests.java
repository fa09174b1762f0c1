package com.samokoder.llm.anthropic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TestLlm;
import com.samokoder.llm.TokenUsage;
import com.samokoder.platform.errors.ErrorCode;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class AnthropicMessagesTests {
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

    private ChatModel model() {
        return llm.open("anthropic", provider, "claude-sonnet-5-5");
    }

    private ProviderFailure failure(ArrayList<ChatEvent> heard) {
        return catchThrowableOfType(
                ProviderFailure.class,
                () -> model().stream(TestLlm.request("Hi"), new Cancellation(), heard::add));
    }

    @Test
    void streamsTextAndThoughtsAndCountsCachedTokensOnce() {
        var said = TestLlm.listen(model(), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo("Hello, мир");
        assertThat(said.reasoning()).isEqualTo("Let me greet.");
        assertThat(said.finished())
                .isEqualTo(
                        new ChatEvent.Finished(
                                FinishReason.STOP,
                                "end_turn",
                                new TokenUsage(25, 300, 40, 15, 0, TokenUsage.Source.MEASURED)));
    }

    @Test
    void sendsTheSystemPromptApartAndMarksWhatIsWorthCaching() {
        TestLlm.listen(model(), TestLlm.request("Hi"));

        var request = provider.lastRequest();
        assertThat(request.path()).isEqualTo("/v1/messages");
        assertThat(request.headers())
                .containsEntry("x-api-key", "test-key-0001")
                .containsEntry("anthropic-version", "2023-06-01")
                .doesNotContainKey("authorization");
        assertThat(request.body())
                .isEqualTo(
                        """
                        {"model":"claude-sonnet-5-5","max_tokens":500,"system":[\
                        {"type":"text","text":"You are terse.",\
                        "cache_control":{"type":"ephemeral"}}],"messages":[\
                        {"role":"user","content":[{"type":"text","text":"Hi"}]}],\
                        "stream":true}\
                        """);
    }

    @Test
    void marksTheInstructionsAndTheFilesAndNotWhatChangesWithEachCall() {
        var messages =
                List.of(
                        ChatMessage.system("Instructions."),
                        ChatMessage.user("Files.").kept(),
                        ChatMessage.user("Task."));

        TestLlm.listen(model(), new ChatRequest(messages, 10, null, Map.of()));

        var mark = "\"cache_control\":{\"type\":\"ephemeral\"}";
        assertThat(provider.lastRequest().body())
                .contains("\"text\":\"Instructions.\"," + mark)
                .contains("\"text\":\"Files.\"," + mark)
                .contains("\"text\":\"Task.\"}");
    }

    @Test
    void marksAtMostFourPlacesTheLastOnes() {
        var messages = new ArrayList<ChatMessage>();
        messages.add(ChatMessage.system("first"));
        for (int i = 0; i < 5; i++) {
            messages.add(new ChatMessage(ChatMessage.Role.USER, "part " + i, true));
        }
        messages.add(ChatMessage.user(" "));

        TestLlm.listen(model(), new ChatRequest(messages, 10, null, Map.of()));

        var body = provider.lastRequest().body();
        assertThat(body.split("cache_control", -1)).hasSize(5);
        assertThat(body).contains("{\"type\":\"text\",\"text\":\"first\"}").doesNotContain("\" \"");
    }

    @Test
    void givesATemperatureOnlyToFamiliesThatTakeOne() {
        TestLlm.listen(llm.open("anthropic", provider, "claude-sonnet-4-5"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().body()).contains("\"temperature\":0.2");

        TestLlm.listen(llm.open("anthropic", provider, "claude-opus-5-5"), TestLlm.request("Hi"));
        assertThat(provider.lastRequest().body()).doesNotContain("temperature");
    }

    @Test
    void understandsAWholeMessage() {
        provider.replay("anthropic/message.json");

        var said = TestLlm.listen(model(), TestLlm.request("Hi"));

        assertThat(said.text()).isEqualTo("Hello");
        assertThat(said.finished().reason()).isEqualTo(FinishReason.LENGTH);
    }

    @ParameterizedTest
    @CsvSource({
        "end_turn, STOP",
        "stop_sequence, STOP",
        "max_tokens, LENGTH",
        "model_context_window_exceeded, LENGTH",
        "tool_use, TOOL_CALLS",
        "refusal, REFUSED",
        "pause_turn, OTHER"
    })
    void keepsBothItsOwnAndTheProvidersReason(String word, FinishReason reason) {
        provider.reply(
                Reply.stream(
                        """
                        data: {"type":"message_delta","delta":{"stop_reason":"%s"}}

                        data: {"type":"message_stop"}

                        """
                                .formatted(word)));

        var finished = TestLlm.listen(model(), TestLlm.request("Hi")).finished();

        assertThat(finished.reason()).isEqualTo(reason);
        assertThat(finished.rawReason()).isEqualTo(word);
        assertThat(finished.usage().source()).isEqualTo(TokenUsage.Source.ESTIMATED);
    }

    @Test
    void anErrorInMidStreamCostsWhatCameBeforeIt() {
        provider.replay("anthropic/error_mid_stream.sse");
        var heard = new ArrayList<ChatEvent>();

        var failure = failure(heard);

        assertThat(heard).containsExactly(new ChatEvent.TextDelta("Hello"));
        assertThat(failure.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
        assertThat(failure.providerCode()).isEqualTo("overloaded_error");
        assertThat(failure.retryable()).isTrue();
        assertThat(failure.usage().inputUncached()).isEqualTo(25);
        assertThat(failure.usage().source()).isEqualTo(TokenUsage.Source.ESTIMATED);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, PROVIDER_KEY_INVALID, false",
        "RATE_LIMITED, PROVIDER_RATE_LIMITED, true",
        "QUOTA_EXHAUSTED, PROVIDER_QUOTA_EXHAUSTED, false",
        "OVERLOADED, PROVIDER_UNAVAILABLE, true",
        "HANG_BEFORE_HEADERS, PROVIDER_TIMEOUT, true",
        "HANG_MID_STREAM, PROVIDER_TIMEOUT, true",
        "CUT_MID_STREAM, PROVIDER_RESPONSE_INVALID, true",
        "CUT_MID_CHARACTER, PROVIDER_RESPONSE_INVALID, true",
        "HUGE_LINE, PROVIDER_RESPONSE_INVALID, true",
        "WRONG_CONTENT_TYPE, PROVIDER_RESPONSE_INVALID, true",
        "REDIRECT, PROVIDER_REJECTED, false"
    })
    void sendsOneRequestAndNamesTheFailure(Fault fault, ErrorCode code, boolean retryable) {
        provider.fail(fault);

        var failure = failure(new ArrayList<>());

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.retryable()).isEqualTo(retryable);
        assertThat(provider.requests()).hasSize(1);
    }

    @Test
    void checksAndListsWithoutSpending() {
        var connection = TestLlm.connection("anthropic", provider);
        llm.models().check(connection);
        assertThat(provider.lastRequest().method()).isEqualTo("GET");
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/models?limit=1");

        provider.replay("anthropic/models.json");
        assertThat(llm.models().list(connection))
                .isEqualTo(List.of("claude-opus-5-5", "claude-sonnet-5-5"));
    }
}
