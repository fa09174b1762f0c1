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
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/** OpenAI's clients at Anthropic's models. */
@ServiceTest
class ChatByAnthropicTests {
    private static final String CHAT = "/v1/chat/completions";

    @Autowired Api anybody;
    @Autowired JsonMapper json;

    private ReplayServer provider;
    private Gateway ann;

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
        ann = Gateway.of(anybody);
        ann.key("anthropic", provider);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aConversationWithToolsAndPicturesIsTranslated() {
        provider.replay("anthropic/tools.json");
        ask("""
        {"model":"anthropic/claude-sonnet-4-5","max_completion_tokens":500,"temperature":1.5,
         "stop":"END","user":"u1","parallel_tool_calls":false,
         "messages":[
          {"role":"system","content":"Be terse."},
          {"role":"developer","content":[{"type":"text","text":"Use tools.",
            "cache_control":{"type":"ephemeral"}}]},
          {"role":"user","content":[{"type":"text","text":"What is this?"},
            {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}},
            {"type":"image_url","image_url":{"url":"https://example.com/a.png"}}]},
          {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function",
            "function":{"name":"weather","arguments":"{\\"city\\":\\"Омск\\"}"}}]},
          {"role":"tool","tool_call_id":"call_1","content":"-20"},
          {"role":"user","content":"Thanks"}],
         "tools":[{"type":"function","function":{"name":"weather","description":"Weather",
           "parameters":{"type":"object","properties":{"city":{"type":"string"}}}}}],
         "tool_choice":"auto"}
        """)
                .expect(200);
        assertThat(sent())
                .isEqualTo(
                        json.readTree(
                                """
                                {"model":"claude-sonnet-4-5","max_tokens":500,
                                 "system":[{"type":"text","text":"Be terse."},
                                   {"type":"text","text":"Use tools.","cache_control":{"type":"ephemeral"}}],
                                 "messages":[
                                  {"role":"user","content":[{"type":"text","text":"What is this?"},
                                    {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}},
                                    {"type":"image","source":{"type":"url","url":"https://example.com/a.png"}}]},
                                  {"role":"assistant","content":[
                                    {"type":"tool_use","id":"call_1","name":"weather","input":{"city":"Омск"}}]},
                                  {"role":"user","content":[
                                    {"type":"tool_result","tool_use_id":"call_1","content":"-20"},
                                    {"type":"text","text":"Thanks"}]}],
                                 "tools":[{"name":"weather","description":"Weather",
                                   "input_schema":{"type":"object","properties":{"city":{"type":"string"}}}}],
                                 "tool_choice":{"type":"auto","disable_parallel_tool_use":true},
                                 "stop_sequences":["END"],"temperature":1.0,"metadata":{"user_id":"u1"}}
                                """));
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/messages");
    }

    @Test
    void anAnswerWithThoughtsAndToolsIsTranslated() {
        provider.replay("anthropic/tools.json");
        var answer = ann.complete("anthropic/claude-sonnet-5-5").expect(200);
        var choice = answer.json().at("/choices/0");
        assertThat(choice.path("finish_reason").stringValue()).isEqualTo("tool_calls");
        var message = choice.path("message");
        assertThat(message.path("content").stringValue()).isEqualTo("Let me look.");
        assertThat(message.path("reasoning_content").stringValue()).isEqualTo("Weather, then.");
        assertThat(message.at("/tool_calls/0/function/arguments").stringValue())
                .isEqualTo("{\"city\":\"Омск\",\"days\":2.50}");
        var usage = answer.json().path("usage");
        assertThat(usage.path("prompt_tokens").intValue()).isEqualTo(365);
        assertThat(usage.at("/prompt_tokens_details/cached_tokens").intValue()).isEqualTo(300);
        assertThat(usage.path("total_tokens").intValue()).isEqualTo(396);
        assertThat(ann.spent().path("cache_write_tokens").intValue()).isEqualTo(40);
        assertThat(answer.header("x-samokoder-request-cost-usd")).isNotNull();
    }

    @Test
    void aStreamOfToolCallsIsTranslated() {
        provider.reply(Reply.eventByEvent("anthropic/tools.sse"));
        var chunks = chunks(ann.stream("claude-sonnet-5-5"));
        assertThat(chunks.getFirst().at("/choices/0/delta/role").stringValue())
                .isEqualTo("assistant");
        assertThat(chunks)
                .allSatisfy(chunk -> assertThat(chunk.path("id").stringValue()).isEqualTo("msg_9"));
        assertThat(joined(chunks, "/choices/0/delta/content")).isEqualTo("Let me look.");
        assertThat(arguments(chunks, 0)).isEqualTo("{\"city\": \"Омск\"}");
        assertThat(arguments(chunks, 1)).isEqualTo("{}");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue())
                .isEqualTo("tool_calls");
        assertThat(ann.spent().path("output_tokens").intValue()).isEqualTo(31);
    }

    @Test
    void thoughtsAndUsageAreStreamed() {
        provider.replay("anthropic/stream.sse");
        var answer =
                ask(
                        """
                        {"model":"claude-sonnet-5-5","stream":true,
                         "stream_options":{"include_usage":true},
                         "reasoning_effort":"high","messages":[{"role":"user","content":"Hi"}]}
                        """);
        var chunks = chunks(answer);
        assertThat(joined(chunks, "/choices/0/delta/reasoning_content")).isEqualTo("Let me greet.");
        assertThat(joined(chunks, "/choices/0/delta/content")).isEqualTo("Hello, мир");
        assertThat(chunks.getLast().path("choices").isEmpty()).isTrue();
        assertThat(chunks.getLast().at("/usage/prompt_tokens").intValue()).isEqualTo(365);
        assertThat(answer.text()).endsWith("data: [DONE]\n\n");
        assertThat(sent().at("/thinking/type").stringValue()).isEqualTo("adaptive");
        assertThat(sent().at("/output_config/effort").stringValue()).isEqualTo("high");
        assertThat(sent().path("max_tokens").intValue()).isGreaterThan(8000);
    }

    @Test
    void anAnswerBySchemaComesAsText() {
        provider.replay("anthropic/json_answer.sse");
        var answer =
                ask(
                        """
                        {"model":"claude-sonnet-5-5","stream":true,
                         "messages":[{"role":"user","content":"2+2?"}],
                         "response_format":{"type":"json_schema","json_schema":{"name":"sum",
                           "strict":true,"schema":{"type":"object",
                             "properties":{"sum":{"type":"integer"}}}}}}
                        """);
        var chunks = chunks(answer);
        assertThat(joined(chunks, "/choices/0/delta/content")).isEqualTo("{\"sum\":4}");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
        assertThat(sent().at("/tool_choice/name").stringValue()).isEqualTo("answer_in_json");
    }

    @Test
    void failuresAreToldInOpenAisForm() {
        provider.fail(Fault.PAYMENT_REQUIRED);
        Gateway.assertOpenAiError(
                ann.complete("anthropic/claude-sonnet-5-5"), 402, "provider_quota_exhausted");
        provider.reply(Reply.eventByEvent("anthropic/error_mid_stream.sse"));
        assertThat(ann.stream("anthropic/claude-sonnet-5-5").text())
                .contains("data: {\"error\":{")
                .doesNotContain("[DONE]");
        provider.fail(Fault.CUT_MID_STREAM);
        assertThat(ann.stream("anthropic/claude-sonnet-5-5").text()).contains("data: {\"error\":{");
        assertThat(ann.spent().path("failed_calls").intValue()).isEqualTo(3);
    }

    @Test
    void whatHasNoTranslationIsRefusedWithItsReason() {
        var sound =
                ask(
                        """
                        {"model":"anthropic/claude-sonnet-5-5","messages":[{"role":"user",
                         "content":[{"type":"input_audio","input_audio":{"data":"AA"}}]}]}
                        """);
        Gateway.assertOpenAiError(sound, 400, "provider_rejected");
        assertThat(sound.text()).contains("input_audio");
        assertThat(provider.requests()).isEmpty();
    }

    private Answer ask(String body) {
        return ann.client().postRaw(CHAT, body);
    }

    private JsonNode sent() {
        return json.readTree(provider.lastRequest().body());
    }

    private List<JsonNode> chunks(Answer answer) {
        var chunks = new ArrayList<JsonNode>();
        answer.expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> chunks.add(json.readTree(line.substring(6))));
        return chunks;
    }

    private static String joined(List<JsonNode> chunks, String pointer) {
        var text = new StringBuilder();
        chunks.forEach(chunk -> text.append(chunk.at(pointer).asString("")));
        return text.toString();
    }

    private static String arguments(List<JsonNode> chunks, int index) {
        var text = new StringBuilder();
        for (var chunk : chunks) {
            var call = chunk.at("/choices/0/delta/tool_calls/0");
            if (call.path("index").asInt(-1) == index) {
                text.append(call.at("/function/arguments").asString(""));
            }
        }
        return text.toString();
    }
}
