package com.samokoder.llm.translate;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns the messages of a chat into Anthropic's: instructions apart, results of tools as the user's
 * words, neighbours of one role joined.
 */
final class ChatConversation {
    private final JsonMapper json;

    ChatConversation(JsonMapper json) {
        this.json = json;
    }

    void translate(JsonNode chat, ObjectNode body) {
        var system = json.createArrayNode();
        var messages = json.createArrayNode();
        for (var message : chat.path("messages")) {
            var role = message.path("role").asString("");
            switch (role) {
                case "system", "developer" -> ChatParts.texts(message.path("content"), system);
                case "user" -> ChatParts.all(message.path("content"), blocks(messages, "user"));
                case "assistant" -> assistant(message, messages);
                case "tool" -> toolResult(message, blocks(messages, "user"));
                default ->
                        throw Untranslatable.because("Messages of this role cannot be used here.");
            }
        }
        var please = JsonAnswer.request(chat);
        if (!please.isEmpty()) {
            system.addObject().put("type", "text").put("text", please);
        }
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        body.set("messages", withoutEmpty(messages));
    }

    private void assistant(JsonNode message, ArrayNode messages) {
        var blocks = blocks(messages, "assistant");
        // What an earlier answer of ours held, so that the model can go on from its own thoughts.
        message.path("thinking_blocks").forEach(blocks::add);
        ChatParts.all(message.path("content"), blocks);
        for (var call : message.path("tool_calls")) {
            var function = call.path("function");
            var block = blocks.addObject().put("type", "tool_use");
            block.put("id", call.path("id").asString(""));
            block.put("name", function.path("name").asString(""));
            block.set("input", arguments(function.path("arguments").asString("")));
        }
    }

    /** A model may have written no JSON; what it wrote is kept all the same. */
    private JsonNode arguments(String text) {
        if (text.isBlank()) {
            return json.createObjectNode();
        }
        try {
            var parsed = json.readTree(text);
            return parsed.isObject() ? parsed : json.createObjectNode().set("value", parsed);
        } catch (JacksonException _) {
            return json.createObjectNode().put("value", text);
        }
    }

    private static void toolResult(JsonNode message, ArrayNode blocks) {
        var block = blocks.addObject().put("type", "tool_result");
        block.put("tool_use_id", message.path("tool_call_id").asString(""));
        var content = message.path("content");
        if (content.isString()) {
            block.put("content", content.asString());
        } else {
            ChatParts.all(content, block.putArray("content"));
        }
    }

    /** The blocks of the last message, or of a new one when the last is the other side's. */
    private static ArrayNode blocks(ArrayNode messages, String role) {
        var last = messages.isEmpty() ? null : messages.get(messages.size() - 1);
        if (last != null && last.path("role").asString("").equals(role)) {
            return (ArrayNode) last.path("content");
        }
        return messages.addObject().put("role", role).putArray("content");
    }

    private ArrayNode withoutEmpty(ArrayNode messages) {
        var kept = json.createArrayNode();
        messages.valueStream()
                .filter(message -> !message.path("content").isEmpty())
                .forEach(kept::add);
        return kept;
    }
}
