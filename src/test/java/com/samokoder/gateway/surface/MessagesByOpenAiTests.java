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

/** Anthropic's clients at the models of OpenAI and its like. */
@ServiceTest
class MessagesByOpenAiTests {
    @Autowired Api anybody;
    @Autowired JsonMapper json;

    private ReplayServer provider;
    private Gateway ann;

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
        ann = Gateway.of(anybody);
        ann.key("openai", provider);
        ann.key("deepseek", provider);
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void aConversationWithToolsAndPicturesIsTranslated() {
        provider.replay("openai/tools.json");
        ask("""
        {"model":"deepseek/deepseek-v4-pro","max_tokens":300,"temperature":0.5,
         "stop_sequences":["END"],"metadata":{"user_id":"u1"},
         "system":[{"type":"text","text":"Be terse.","cache_control":{"type":"ephemeral"}},
           {"type":"text","text":"Use tools."}],
         "messages":[
          {"role":"user","content":[{"type":"text","text":"What is this?"},
            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"AAAA"}}]},
          {"role":"assistant","content":[
            {"type":"thinking","thinking":"Hm.","signature":"c2ln"},
            {"type":"text","text":"Let me look."},
            {"type":"tool_use","id":"toolu_1","name":"weather","input":{"city":"Омск"}}]},
          {"role":"user","content":[
            {"type":"tool_result","tool_use_id":"toolu_1","is_error":true,
             "content":[{"type":"text","text":"no signal"}]},
            {"type":"text","text":"Again?"}]}],
         "tools":[{"name":"weather","description":"Weather",
           "input_schema":{"type":"object"}}],
         "tool_choice":{"type":"any","disable_parallel_tool_use":true}}
        """)
                .expect(200);
        assertThat(sent())
                .isEqualTo(
                        json.readTree(
                                """
                                {"model":"deepseek-v4-pro",
                                 "messages":[
                                  {"role":"system","content":"Be terse.\\n\\nUse tools."},
                                  {"role":"user","content":[{"type":"text","text":"What is this?"},
                                    {"type":"image_url","image_url":{"url":"data:image/png;base64,AAAA"}}]},
                                  {"role":"assistant","content":"Let me look.","tool_calls":[{"id":"toolu_1",
                                    "type":"function",
                                    "function":{"name":"weather","arguments":"{\\"city\\":\\"Омск\\"}"}}]},
                                  {"role":"tool","tool_call_id":"toolu_1","content":"Error: no signal"},
                                  {"role":"user","content":"Again?"}],
                                 "tools":[{"type":"function","function":{"name":"weather","description":"Weather",
                                   "parameters":{"type":"object"}}}],
                                 "tool_choice":"required","parallel_tool_calls":false,
                                 "max_tokens":300,"stop":["END"],"temperature":0.5,"user":"u1"}
                                """));
        assertThat(provider.lastRequest().path()).isEqualTo("/v1/chat/completions");
    }

    @Test
    void anAnswerWithToolsIsTranslated() {
        provider.replay("openai/tools.json");
        var message = message("openai/gpt-6.1-terra", false).expect(200).json();
        assertThat(message.path("type").stringValue()).isEqualTo("message");
        assertThat(message.path("stop_reason").stringValue()).isEqualTo("tool_use");
        var block = message.at("/content/0");
        assertThat(block.path("type").stringValue()).isEqualTo("tool_use");
        assertThat(block.at("/input/city").stringValue()).isEqualTo("Омск");
        assertThat(message.at("/usage/input_tokens").intValue()).isEqualTo(30);
        assertThat(message.at("/usage/cache_read_input_tokens").intValue()).isEqualTo(50);
        assertThat(sent().path("max_completion_tokens").intValue()).isEqualTo(100);
        assertThat(sent().has("temperature")).isFalse();
    }

    @Test
    void aStreamOfToolCallsIsTranslated() {
        provider.reply(Reply.eventByEvent("openai/tools.sse"));
        var answer = message("gpt-6.1-terra", true);
        var events = events(answer);
        assertThat(types(events))
                .containsExactly(
                        "message_start",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_delta",
                        "content_block_stop",
                        "content_block_start",
                        "content_block_delta",
                        "content_block_stop",
                        "message_delta",
                        "message_stop");
        assertThat(events.get(4).at("/content_block/name").stringValue()).isEqualTo("weather");
        assertThat(
                        events.get(5).at("/delta/partial_json").stringValue()
                                + events.get(6).at("/delta/partial_json").stringValue())
                .isEqualTo("{\"city\":\"Омск\"}");
        var last = events.get(11);
        assertThat(last.at("/delta/stop_reason").stringValue()).isEqualTo("tool_use");
        assertThat(last.at("/usage/input_tokens").intValue()).isEqualTo(30);
        assertThat(last.at("/usage/output_tokens").intValue()).isEqualTo(25);
        assertThat(answer.text()).startsWith("event: message_start\ndata: {");
        assertThat(sent().at("/stream_options/include_usage").booleanValue()).isTrue();
        assertThat(ann.spent().path("output_tokens").intValue()).isEqualTo(25);
    }

    @Test
    void thoughtsAreStreamedAsABlockOfTheirOwn() {
        provider.replay("openai/reasoning.sse");
        var events = events(message("deepseek/deepseek-v4-pro", true));
        assertThat(events.get(1).at("/content_block/type").stringValue()).isEqualTo("thinking");
        assertThat(events.get(2).at("/delta/thinking").stringValue()).isEqualTo("Let me think.");
        assertThat(events.get(4).at("/content_block/type").stringValue()).isEqualTo("text");
        assertThat(events.get(5).at("/delta/text").stringValue()).isEqualTo("Four.");
        assertThat(events.get(7).at("/delta/stop_reason").stringValue()).isEqualTo("max_tokens");
    }

    @Test
    void aRefusalIsToldAsOne() {
        provider.replay("openai/refusal.sse");
        var events = events(message("openai/gpt-6.1-terra", true));
        assertThat(events.get(events.size() - 2).at("/delta/stop_reason").stringValue())
                .isEqualTo("refusal");
    }

    @Test
    void anEffortAndASchemaAreTranslated() {
        provider.replay("openai/completion.json");
        ask("""
        {"model":"openai/gpt-6.1-terra","max_tokens":2000,
         "thinking":{"type":"enabled","budget_tokens":1024},
         "output_config":{"format":{"type":"json_schema","schema":{"type":"object"}}},
         "messages":[{"role":"user","content":"Hi"}]}
        """)
                .expect(200);
        assertThat(sent().path("reasoning_effort").stringValue()).isEqualTo("low");
        assertThat(sent().at("/response_format/json_schema/schema/type").stringValue())
                .isEqualTo("object");
    }

    @Test
    void failuresAreToldInAnthropicsForm() {
        provider.fail(Fault.UNAUTHORIZED);
        Gateway.assertAnthropicError(
                message("openai/gpt-6.1-terra", false), 424, "provider_key_error");
        provider.reply(Reply.eventByEvent("openai/error_mid_stream.sse"));
        assertThat(message("openai/gpt-6.1-terra", true).expect(200).text())
                .contains("event: error\ndata: {\"type\":\"error\",\"error\":{");
        var tool =
                ask(
                        """
                        {"model":"openai/gpt-6.1-terra","max_tokens":20,
                         "tools":[{"type":"web_search_20250305","name":"web_search"}],
                         "messages":[{"role":"user","content":"Hi"}]}
                        """);
        Gateway.assertAnthropicError(tool, 400, "invalid_request_error");
    }

    private Answer message(String model, boolean stream) {
        return ann.client().post("/v1/messages", Gateway.message(model, stream));
    }

    private Answer ask(String body) {
        return ann.client().postRaw("/v1/messages", body);
    }

    private JsonNode sent() {
        return json.readTree(provider.lastRequest().body());
    }

    private List<JsonNode> events(Answer answer) {
        var events = new ArrayList<JsonNode>();
        answer.expect(200)
                .text()
                .lines()
                .filter(line -> line.startsWith("data: {"))
                .forEach(line -> events.add(json.readTree(line.substring(6))));
        return events;
    }

    private static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").stringValue()).toList();
    }
}
