package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns a request for a chat completion into one for a message. */
public final class ChatToMessages {
    private final JsonMapper json;
    private final ChatConversation conversation;

    public ChatToMessages(JsonMapper json) {
        this.json = json;
        this.conversation = new ChatConversation(json);
    }

    /**
     * @param maxTokens the most to write, which Anthropic wants to be told
     * @throws com.samokoder.llm.ProviderFailure for what has no translation
     */
    public ObjectNode translate(JsonNode chat, String model, long maxTokens) {
        if (chat.path("n").asInt(1) > 1) {
            throw Untranslatable.because("This model gives one answer at a time: n must be 1.");
        }
        var body = json.createObjectNode().put("model", model).put("max_tokens", maxTokens);
        conversation.translate(chat, body);
        tools(chat, body);
        if (JsonAnswer.isAskedFor(chat)) {
            JsonAnswer.addTool(chat, body);
        }
        stops(chat.path("stop"), body);
        Thinking.ask(chat, model, body);
        Temperature.set(chat, model, body);
        var user = chat.path("user").asString("");
        if (!user.isEmpty()) {
            body.putObject("metadata").put("user_id", user);
        }
        if (chat.path("stream").asBoolean(false)) {
            body.put("stream", true);
        }
        return body;
    }

    private static void stops(JsonNode stop, ObjectNode body) {
        if (stop.isString() && !stop.asString().isBlank()) {
            body.putArray("stop_sequences").add(stop.asString());
        } else if (stop.isArray() && !stop.isEmpty()) {
            var sequences = body.putArray("stop_sequences");
            stop.valueStream()
                    .map(text -> text.asString(""))
                    .filter(text -> !text.isBlank())
                    .forEach(sequences::add);
        }
    }

    private static void tools(JsonNode chat, ObjectNode body) {
        var tools = chat.path("tools");
        if (!tools.isArray() || tools.isEmpty()) {
            return;
        }
        var translated = body.putArray("tools");
        for (var tool : tools) {
            var function = tool.path("function");
            if (!tool.path("type").asString("").equals("function")) {
                throw Untranslatable.because("Only tools of type function can be used here.");
            }
            var target = translated.addObject().put("name", function.path("name").asString(""));
            var description = function.path("description").asString("");
            if (!description.isEmpty()) {
                target.put("description", description);
            }
            var schema = function.path("parameters");
            if (schema.isObject()) {
                target.set("input_schema", schema);
            } else {
                target.putObject("input_schema").put("type", "object");
            }
        }
        choice(chat, body);
    }

    private static void choice(JsonNode chat, ObjectNode body) {
        var choice = chat.path("tool_choice");
        boolean alone =
                chat.path("parallel_tool_calls").isBoolean()
                        && !chat.path("parallel_tool_calls").asBoolean();
        if (choice.isMissingNode() && !alone) {
            return;
        }
        var target = body.putObject("tool_choice");
        var named = choice.path("function").path("name").asString("");
        if (!named.isEmpty()) {
            target.put("type", "tool").put("name", named);
        } else {
            target.put(
                    "type",
                    switch (choice.asString("auto")) {
                        case "required" -> "any";
                        case "none" -> "none";
                        default -> "auto";
                    });
        }
        if (alone && !target.path("type").asString("").equals("none")) {
            target.put("disable_parallel_tool_use", true);
        }
    }
}
