package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

@ServiceTest
class RoutingTests {
    private static final String MODEL = "openai/gpt-6.1-terra";

    @Autowired Api anybody;

    private ReplayServer first;
    private ReplayServer second;
    private Gateway ann;

    @BeforeEach
    void start() {
        first = ReplayServer.start();
        second = ReplayServer.start();
        ann = Gateway.of(anybody);
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
    }

    @Test
    void theNextKeyServesWhereTheFirstIsThrottledAndThatIsLeftOutMeanwhile() {
        ann.key("openai", first, Map.of("priority", 1));
        var other = ann.key("openai", second, Map.of("priority", 2));
        first.reply(Reply.recorded(429, "openai/rate_limited.json", Map.of("Retry-After", "30")));
        second.replay("openai/completion.json").replay("openai/completion.json");

        var answer = ann.complete(MODEL).expect(200);
        assertThat(answer.header("x-samokoder-key-id")).isEqualTo(other);
        assertThat(answer.header("x-samokoder-attempts")).isEqualTo("2");
        assertThat(ann.complete(MODEL).expect(200).header("x-samokoder-attempts")).isEqualTo("1");
        assertThat(first.requests()).hasSize(1);
        assertThat(ann.spent().path("calls").intValue()).isEqualTo(3);
    }

    @Test
    void theOnlyKeySaysWhenItServesAgainAndIsNotAskedBefore() {
        ann.key("openai", first);
        first.reply(Reply.recorded(429, "openai/rate_limited.json", Map.of("Retry-After", "30")));
        var refused = ann.complete(MODEL);
        Gateway.assertOpenAiError(refused, 429, "provider_rate_limited");
        assertThat(refused.header("Retry-After")).isEqualTo("30");
        assertThat(refused.header("x-should-retry")).isEqualTo("true");
        Gateway.assertOpenAiError(ann.complete(MODEL), 429, "provider_rate_limited");
        assertThat(first.requests()).hasSize(1);
        first.replay("openai/completion.json");
        ann.complete("openai/gpt-6.1-sol").expect(200);
    }

    @Test
    void aFallbackServesWhereItIsAskedFor() {
        ann.key("openai", first);
        ann.key("anthropic", second);
        first.fail(Fault.OVERLOADED);
        second.replay("anthropic/message.json");
        var answer =
                ann.client()
                        .with("x-samokoder-fallbacks", "groq/llama, anthropic/claude-sonnet-5-5")
                        .post("/v1/chat/completions", Gateway.chat(MODEL, false))
                        .expect(200);
        assertThat(answer.header("x-samokoder-provider")).isEqualTo("anthropic");
        assertThat(answer.header("x-samokoder-model")).isEqualTo("claude-sonnet-5-5");
        assertThat(answer.json().at("/choices/0/message/content").stringValue()).isEqualTo("Hello");
    }

    @Test
    void nothingFailsOverAfterTheFirstByteNorForARefusedKeyOrRequest() {
        ann.key("openai", first, Map.of("priority", 1));
        ann.key("openai", second, Map.of("priority", 2));
        first.fail(Fault.CUT_MID_STREAM);
        assertThat(ann.stream(MODEL).text()).contains("data: {\"error\":{");
        first.reply(
                Reply.json(
                        400,
                        "{\"error\":{\"message\":\"no\",\"type\":\"invalid_request_error\"}}"));
        Gateway.assertOpenAiError(ann.complete(MODEL), 400, "provider_rejected");
        first.fail(Fault.UNAUTHORIZED);
        Gateway.assertOpenAiError(ann.complete(MODEL), 424, "provider_key_invalid");
        assertThat(second.requests()).isEmpty();
    }

    @Test
    void anEmptyKeyIsSkippedForTheNext() {
        ann.key("openai", first, Map.of("priority", 1));
        ann.key("openai", second, Map.of("priority", 2));
        first.fail(Fault.QUOTA_EXHAUSTED);
        second.replay("openai/completion.json").replay("openai/completion.json");
        ann.complete(MODEL).expect(200);
        assertThat(ann.complete(MODEL).expect(200).header("x-samokoder-attempts")).isEqualTo("1");
        assertThat(first.requests()).hasSize(1);
    }

    @Test
    void oneKeyMayBeChosenButNoStrangers() {
        ann.key("openai", first, Map.of("priority", 1));
        var other = ann.key("openai", second, Map.of("priority", 2));
        second.replay("openai/completion.json");
        var chosen = ann.client().with("x-samokoder-key-id", other);
        var chat = Gateway.chat(MODEL, false);
        chosen.post("/v1/chat/completions", chat).expect(200);
        assertThat(first.requests()).isEmpty();
        var bob = Gateway.of(anybody).client().with("x-samokoder-key-id", other);
        Gateway.assertOpenAiError(
                bob.post("/v1/chat/completions", chat), 409, "provider_key_missing");
        Gateway.assertOpenAiError(
                ann.client().with("x-samokoder-key-id", "mine").post("/v1/chat/completions", chat),
                400,
                "invalid_request");
    }

    @Test
    void aKeyServesWhatItsOwnerAllowsAlone() {
        ann.key("openai", first, Map.of("allowed_models", List.of("small")));
        Gateway.assertOpenAiError(ann.complete("openai/large"), 409, "provider_key_missing");
        first.replay("openai/completion.json");
        ann.complete("small").expect(200);
        Gateway.assertOpenAiError(
                ann.client()
                        .postRaw(
                                "/v1/chat/completions",
                                "{\"model\":\"small\",\"models\":[\"large\"],\"messages\":[]}"),
                400,
                "invalid_request");
        assertThat(first.requests()).hasSize(1);
    }

    @Test
    void anAliasStandsForItsModels() {
        ann.key("openai", first);
        ann.key("anthropic", second);
        var alias = Map.of("models", List.of(MODEL, "anthropic/claude-sonnet-5-5"));
        put("smart", alias).expect(200);
        first.fail(Fault.OVERLOADED);
        second.replay("anthropic/message.json");
        var served = ann.complete("smart").expect(200);
        assertThat(served.header("x-samokoder-provider")).isEqualTo("anthropic");
        assertThat(ann.client().get("/v1/models").expect(200).text())
                .contains("\"id\":\"smart\"", "\"id\":\"" + MODEL + "\"");
        assertThat(ann.session().get("/api/gateway/aliases").expect(200).text())
                .contains("\"name\":\"smart\"");
        assertThat(Gateway.of(anybody).session().get("/api/gateway/aliases").expect(200).text())
                .doesNotContain("smart");
        ann.session().delete("/api/gateway/aliases/smart").expect(204);
        ann.session().delete("/api/gateway/aliases/smart").expectProblem(404, "not_found");
        Gateway.assertOpenAiError(ann.complete("smart"), 400, "invalid_request");
    }

    @Test
    void anAliasNamesItsProviders() {
        put("smart", Map.of("models", List.of("gpt"))).expectProblem(400, "invalid_request");
        put("smart", Map.of("models", List.of("nobody/gpt"))).expectProblem(400, "invalid_request");
        put("smart", Map.of("models", List.of())).expectProblem(400, "invalid_request");
        put("Smart", Map.of("models", List.of(MODEL))).expectProblem(400, "invalid_request");
        ann.client().get("/api/gateway/aliases").expectProblem(403, "forbidden");
        anybody.get("/api/gateway/aliases").expectProblem(401, "unauthenticated");
    }

    @Test
    void anthropicsClientsReadTheirOwnListOfModels() {
        ann.key("anthropic", first);
        var list =
                ann.client().with("anthropic-version", "2023-06-01").get("/v1/models").expect(200);
        assertThat(list.json().path("has_more").booleanValue()).isFalse();
        assertThat(list.json().at("/data/0/type").stringValue()).isEqualTo("model");
        assertThat(list.json().path("first_id").stringValue()).startsWith("anthropic/");
    }

    @Test
    void tokensAreCountedByTheProviderOrHere() {
        ann.key("anthropic", first);
        ann.key("openai", second);
        first.reply(Reply.json(200, "{\"input_tokens\":14}"));
        var counted = count("anthropic/claude-sonnet-5-5");
        assertThat(counted.path("input_tokens").intValue()).isEqualTo(14);
        assertThat(first.lastRequest().path()).isEqualTo("/v1/messages/count_tokens");
        assertThat(count(MODEL).path("input_tokens").intValue()).isBetween(1, 20);
        assertThat(second.requests()).isEmpty();
        assertThat(ann.spent().path("calls").intValue()).isEqualTo(1);
        assertThat(ann.spent().path("cost_usd").stringValue()).isEqualTo("0.000000000");
    }

    @Test
    void theScriptedProviderAnswersWithoutAKey() {
        var whole = ann.complete("demo/scripted").expect(200).json();
        assertThat(whole.at("/choices/0/message/content").stringValue()).contains("no AI was used");
        assertThat(ann.stream("demo/scripted").text()).endsWith("data: [DONE]\n\n");
        var message = Gateway.message("demo/scripted", true);
        assertThat(ann.client().post("/v1/messages", message).expect(200).text())
                .startsWith("event: message_start\n")
                .contains("\"stop_reason\":\"end_turn\"");
        assertThat(ann.spent().path("calls").intValue()).isEqualTo(3);
        assertThat(ann.client().get("/v1/models").expect(200).text())
                .contains("\"id\":\"demo/scripted\"");
    }

    @Test
    void aTokenLearnsWhereItStands() {
        ann.key("openai", first);
        first.replay("openai/completion.json");
        ann.complete(MODEL).expect(200);
        var data = ann.client().get("/v1/key").expect(200).json().path("data");
        assertThat(data.path("name").stringValue()).isEqualTo("client");
        assertThat(data.path("scopes").get(0).stringValue()).isEqualTo("gateway");
        assertThat(data.at("/usage/total_usd").stringValue()).isNotEqualTo("0.000000000");
        Gateway.assertOpenAiError(ann.session().get("/v1/key"), 400, "invalid_request");
    }

    private JsonNode count(String model) {
        return ann.client()
                .post("/v1/messages/count_tokens", Gateway.message(model, false))
                .expect(200)
                .json();
    }

    private Answer put(String name, Object alias) {
        return ann.session().put("/api/gateway/aliases/" + name, alias);
    }
}
