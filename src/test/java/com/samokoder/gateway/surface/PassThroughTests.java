package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

@ServiceTest
class PassThroughTests {
    @Autowired Api anybody;

    private ReplayServer provider;
    private Gateway ann;

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
        ann = Gateway.of(anybody);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void anAnswerPassesUntouchedAndSaysWhatServedIt() {
        var key = ann.key("openai", provider);
        var written =
                "{ \"model\" : \"openai/gpt-6.1-terra\",\"messages\":[ {\"role\":\"user\","
                        + "\"content\":\"при\\u0432ет\"}],\"temperature\":0.70 }";
        provider.replay("openai/completion.json");

        var answer = ann.client().postRaw("/v1/chat/completions", written).expect(200);

        assertThat(answer.body()).isEqualTo(recorded("openai/completion.json"));
        assertThat(provider.lastRequest().body())
                .isEqualTo(written.replace("openai/gpt-6.1-terra", "gpt-6.1-terra"));
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/chat/completions");
        assertThat(provider.lastRequest().headers().get("authorization"))
                .isEqualTo("Bearer " + Gateway.secret() + provider.port());
        assertThat(answer.header("x-samokoder-provider")).isEqualTo("openai");
        assertThat(answer.header("x-samokoder-model")).isEqualTo("gpt-6.1-terra");
        assertThat(answer.header("x-samokoder-key-id")).isEqualTo(key);
        assertThat(answer.header("x-samokoder-attempts")).isEqualTo("1");
        assertThat(answer.header("x-samokoder-request-cost-usd")).startsWith("0.00");
        assertThat(ann.spent().path("calls").intValue()).isEqualTo(1);
        assertThat(ann.spent().path("output_tokens").intValue()).isPositive();
    }

    @Test
    void aStreamPassesUntouchedWithoutTheUsageThatNobodyAskedFor() {
        ann.key("openai", provider);
        var recorded = new String(recorded("openai/stream.sse"), StandardCharsets.UTF_8);
        var chunk =
                recorded.substring(recorded.lastIndexOf("data: {"), recorded.indexOf("data: ["));
        provider.replay("openai/stream.sse").replay("openai/stream.sse");

        var answer = ann.stream("gpt-6.1-terra");
        assertThat(answer.text()).isEqualTo(recorded.replace(chunk, "")).endsWith("[DONE]\n\n");
        assertThat(answer.header("Content-Type")).startsWith("text/event-stream");
        assertThat(provider.lastRequest().body())
                .contains("\"stream_options\":{\"include_usage\":true}");

        var asking = new HashMap<>(Gateway.chat("openai/gpt-6.1-terra", true));
        asking.put("stream_options", Map.of("include_usage", true));
        assertThat(ann.client().post("/v1/chat/completions", asking).expect(200).text())
                .isEqualTo(recorded);
        assertThat(ann.spent().path("output_tokens").intValue()).isEqualTo(60);
        assertThat(ann.spent().path("cache_read_tokens").intValue()).isEqualTo(200);
        assertThat(ann.spent().path("estimated_calls").intValue()).isZero();
    }

    @Test
    void anthropicPassesToAnthropic() {
        ann.key("anthropic", provider);
        provider.replay("anthropic/stream.sse").replay("anthropic/message.json");
        var client = ann.client().with("anthropic-beta", "tools-2026-01-01");

        var stream = client.post("/v1/messages", Gateway.message("claude-sonnet-5-5", true));
        assertThat(stream.expect(200).body()).isEqualTo(recorded("anthropic/stream.sse"));
        assertThat(provider.lastRequest().headers())
                .containsEntry("anthropic-beta", "tools-2026-01-01")
                .containsEntry("anthropic-version", "2023-06-01")
                .containsEntry("x-api-key", Gateway.secret() + provider.port());

        var whole =
                client.post("/v1/messages", Gateway.message("anthropic/claude-sonnet-5-5", false));
        assertThat(whole.expect(200).body()).isEqualTo(recorded("anthropic/message.json"));
        assertThat(ann.spent().path("output_tokens").intValue()).isEqualTo(17);
        assertThat(ann.spent().path("cache_read_tokens").intValue()).isEqualTo(300);
    }

    @Test
    void responsesAndEmbeddingsPassWhereTheProviderHasThem() {
        ann.key("openai", provider);
        ann.key("groq", provider);
        provider.reply(
                Reply.json(
                        200,
                        "{\"id\":\"resp_1\",\"object\":\"response\",\"status\":\"completed\",\"output\":[],"
                                + "\"usage\":{\"input_tokens\":9,\"output_tokens\":4}}"));
        var asked = Map.of("model", "openai/gpt-6.1-terra", "input", "Hello");
        ann.client().post("/v1/responses", asked).expect(200);
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/responses");

        provider.reply(
                Reply.json(
                        200,
                        "{\"object\":\"list\",\"data\":[{\"object\":\"embedding\",\"embedding\":[0.1]}],"
                                + "\"usage\":{\"prompt_tokens\":7,\"total_tokens\":7}}"));
        var texts = Map.of("model", "openai/text-embedding-3-small", "input", "Hello");
        ann.client().post("/v1/embeddings", texts).expect(200);
        assertThat(ann.spent().path("input_tokens").intValue()).isEqualTo(16);

        var elsewhere = Map.of("model", "groq/llama", "input", "Hello");
        Gateway.assertOpenAiError(
                ann.client().post("/v1/embeddings", elsewhere), 400, "invalid_request");
    }

    @Test
    void aStreamedResponseTellsItsUsageInItsLastEvent() {
        ann.key("openai", provider);
        var events =
                """
                event: response.output_text.delta
                data: {"type":"response.output_text.delta","sequence_number":1,"delta":"Hello"}

                event: response.completed
                data: {"type":"response.completed","sequence_number":2,"response":{"id":"resp_1",\
                "error":null,"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":4},\
                "output_tokens":3,"output_tokens_details":{"reasoning_tokens":1}}}}

                """;
        provider.reply(Reply.stream(events));
        var asked = Map.of("model", "openai/gpt-6.1-terra", "input", "Hello", "stream", true);
        assertThat(ann.client().post("/v1/responses", asked).expect(200).text()).isEqualTo(events);
        assertThat(ann.spent().path("input_tokens").intValue()).isEqualTo(5);
        assertThat(ann.spent().path("cache_read_tokens").intValue()).isEqualTo(4);
        assertThat(ann.spent().path("reasoning_tokens").intValue()).isEqualTo(1);
    }

    @Test
    void aCutStreamEndsInTheVendorsErrorAndIsPaidForAsEstimated() {
        ann.key("openai", provider);
        ann.key("anthropic", provider);
        provider.fail(Fault.CUT_MID_STREAM);
        assertThat(ann.stream("openai/gpt-6.1-terra").text())
                .contains("\"Hel\"", "data: {\"error\":{", "provider_response_invalid")
                .doesNotContain("[DONE]");
        provider.fail(Fault.CUT_MID_STREAM);
        var message = Gateway.message("anthropic/claude-sonnet-5-5", true);
        assertThat(ann.client().post("/v1/messages", message).expect(200).text())
                .contains("event: error\ndata: {\"type\":\"error\",\"error\":{");
        assertThat(ann.spent().path("estimated_calls").intValue()).isEqualTo(2);
        assertThat(ann.spent().path("output_tokens").intValue()).isPositive();
    }

    @Test
    void anErrorInsideAStreamIsToldAsTheVendorDoes() {
        ann.key("openai", provider);
        provider.reply(Reply.eventByEvent("openai/error_mid_stream.sse"));
        assertThat(ann.stream("gpt-6.1-terra").text())
                .contains("\"Hello\"", "data: {\"error\":{", "provider_unavailable");
        assertThat(ann.spent().path("failed_calls").intValue()).isEqualTo(1);
    }

    @Test
    void theProvidersRefusalsComeInTheVendorsForm() {
        ann.key("openai", provider);
        ann.key("anthropic", provider);
        provider.fail(Fault.UNAUTHORIZED);
        var refused = ann.complete("openai/gpt-6.1-terra");
        Gateway.assertOpenAiError(refused, 424, "provider_key_invalid");
        assertThat(refused.header("x-should-retry")).isEqualTo("false");
        provider.fail(Fault.QUOTA_EXHAUSTED);
        Gateway.assertOpenAiError(
                ann.complete("openai/gpt-6.1-terra"), 402, "provider_quota_exhausted");
        provider.reply(
                Reply.json(
                        400,
                        "{\"error\":{\"message\":\"Invalid schema for function 'Sum', key sk-abcdefghijkl1234\","
                                + "\"type\":\"invalid_request_error\",\"param\":null,\"code\":null}}"));
        var invalid = ann.complete("openai/gpt-6.1-terra");
        Gateway.assertOpenAiError(invalid, 400, "provider_rejected");
        assertThat(invalid.json().at("/error/message").stringValue())
                .isEqualTo("Invalid schema for function 'Sum', key sk-***");
        provider.fail(Fault.PAYMENT_REQUIRED);
        var message = Gateway.message("anthropic/claude-sonnet-5-5", false);
        Gateway.assertAnthropicError(
                ann.client().post("/v1/messages", message), 402, "billing_error");
    }

    @Test
    void whatIsWrongHereIsToldInTheVendorsFormToo() {
        var client = ann.client();
        var chat = "/v1/chat/completions";
        Gateway.assertOpenAiError(anybody.post(chat, Map.of()), 401, "unauthenticated");
        Gateway.assertOpenAiError(client.postRaw(chat, "{"), 400, "invalid_request");
        Gateway.assertOpenAiError(client.postRaw(chat, "[]"), 400, "invalid_request");
        Gateway.assertOpenAiError(client.post(chat, Map.of()), 400, "invalid_request");
        Gateway.assertOpenAiError(
                client.postRaw(chat, "{\"model\":\"a\",\"model\":\"b\"}"), 400, "invalid_request");
        Gateway.assertOpenAiError(client.get(chat), 405, "method_not_allowed");
        Gateway.assertOpenAiError(ann.complete("openai/x"), 409, "provider_key_missing");
        Gateway.assertAnthropicError(
                anybody.post("/v1/messages", Map.of()), 401, "authentication_error");
        var other = Gateway.of(anybody, "usage:read");
        Gateway.assertOpenAiError(other.complete("openai/x"), 403, "forbidden");
        assertThat(provider.requests()).isEmpty();
    }

    @Test
    void aRepetitionWithItsKeyIsNotPaidForTwiceAndARefusalIsNotKept() {
        ann.key("openai", provider);
        var chat = Gateway.chat("openai/gpt-6.1-terra", false);
        var client = ann.client().with("Idempotency-Key", "once-" + System.nanoTime());
        provider.fail(Fault.QUOTA_EXHAUSTED);
        client.post("/v1/chat/completions", chat).expect(402);
        provider.replay("openai/completion.json");
        var first = client.post("/v1/chat/completions", chat).expect(200);
        var again = client.post("/v1/chat/completions", chat).expect(200);
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(provider.requests()).hasSize(2);
        Gateway.assertOpenAiError(
                client.post("/v1/chat/completions", Gateway.chat("openai/other", false)),
                422,
                "idempotency_mismatch");
    }

    @Test
    void theTokenMayComeAsTheVendorsLibrariesSendIt() {
        ann.key("anthropic", provider);
        provider.replay("anthropic/message.json");
        var token = ann.client().request("GET", "/", null).header("Authorization").substring(7);
        var client = anybody.with("x-api-key", token);
        client.post("/v1/messages", Gateway.message("claude-sonnet-5-5", false)).expect(200);
        anybody.with("x-api-key", token).get("/api/usage").expectProblem(401, "unauthenticated");
    }

    private static byte[] recorded(String file) {
        try (var in = PassThroughTests.class.getResourceAsStream("/wire/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
