package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Turns a request for a message into one for a chat completion. */
public final class MessagesToChat {
    private final JsonMapper json;
    private final MessageConversation conversation;

    public MessagesToChat(JsonMapper json) {
        this.json = json;
        this.conversation = new MessageConversation(json);
    }

    /**
     * @param maxTokens the most to write; 0 for no limit
     * @throws com.samokoder.llm.ProviderFailure for what has no translation
     */
    public ObjectNode translate(JsonNode message, ChatDialect dialect, long maxTokens) {
        var chat = json.createObjectNode().put("model", dialect.model());
        conversation.translate(message, chat);
        tools(message, chat);
        if (maxTokens > 0) {
            chat.put(dialect.outputLimitField(), maxTokens);
        }
        var stops = message.path("stop_sequences");
        if (stops.isArray() && !stops.isEmpty()) {
            chat.set("stop", stops);
        }
        if (dialect.takesTemperature()) {
            copyNumber("temperature", message, chat);
            copyNumber("top_p", message, chat);
        }
        var effort = Thinking.effort(message);
        if (dialect.takesEffort() && !effort.isEmpty()) {
            chat.put("reasoning_effort", effort);
        }
        schema(message, chat);
        var user = message.path("metadata").path("user_id").asString("");
        if (!user.isEmpty()) {
            chat.put("user", user);
        }
        if (message.path("stream").asBoolean(false)) {
            chat.put("stream", true);
            if (dialect.asksForUsage()) {
                chat.putObject("stream_options").put("include_usage", true);
            }
        }
        return chat;
    }

    private static void copyNumber(String field, JsonNode message, ObjectNode chat) {
        if (message.path(field).isNumber()) {
            chat.set(field, message.path(field));
        }
    }

    /** Both places in which Anthropic has taken the schema of an answer. */
    private static void schema(JsonNode message, ObjectNode chat) {
        var newer = message.path("output_config").path("format");
        var format = newer.isObject() ? newer : message.path("output_format");
        if (format.path("type").asString("").equals("json_schema")) {
            var target = chat.putObject("response_format").put("type", "json_schema");
            target.putObject("json_schema")
                    .put("name", "answer")
                    .put("strict", true)
                    .set("schema", format.path("schema"));
        }
    }

    private static void tools(JsonNode message, ObjectNode chat) {
        var tools = message.path("tools");
        if (!tools.isArray() || tools.isEmpty()) {
            return;
        }
        var translated = chat.putArray("tools");
        for (var tool : tools) {
            var type = tool.path("type").asString("custom");
            if (!type.equals("custom")) {
                throw Untranslatable.because("Only Anthropic itself has the tool " + type + ".");
            }
            var function = translated.addObject().put("type", "function").putObject("function");
            function.put("name", tool.path("name").asString(""));
            var description = tool.path("description").asString("");
            if (!description.isEmpty()) {
                function.put("description", description);
            }
            function.set("parameters", tool.path("input_schema"));
        }
        choice(message.path("tool_choice"), chat);
    }

    private static void choice(JsonNode choice, ObjectNode chat) {
        switch (choice.path("type").asString("")) {
            case "auto" -> chat.put("tool_choice", "auto");
            case "any" -> chat.put("tool_choice", "required");
            case "none" -> chat.put("tool_choice", "none");
            case "tool" ->
                    chat.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", choice.path("name").asString(""));
            default -> {
                // The model decides.
            }
        }
        if (choice.path("disable_parallel_tool_use").asBoolean(false)) {
            chat.put("parallel_tool_calls", false);
        }
    }
}
