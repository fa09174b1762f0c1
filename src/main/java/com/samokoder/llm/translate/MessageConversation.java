package com.samokoder.llm.translate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.stream.Collectors;

/** Turns Anthropic's messages into those of a chat. */
final class MessageConversation {
    private final JsonMapper json;

    MessageConversation(JsonMapper json) {
        this.json = json;
    }

    void translate(JsonNode message, ObjectNode chat) {
        var messages = chat.putArray("messages");
        var system = text(message.path("system"));
        if (!system.isEmpty()) {
            messages.addObject().put("role", "system").put("content", system);
        }
        for (var turn : message.path("messages")) {
            switch (turn.path("role").asString("")) {
                case "user" -> user(turn.path("content"), messages);
                case "assistant" -> assistant(turn.path("content"), messages);
                case "system" ->
                        messages.addObject()
                                .put("role", "system")
                                .put("content", text(turn.path("content")));
                default ->
                        throw Untranslatable.because("Messages of this role cannot be used here.");
            }
        }
    }

    private static String text(JsonNode content) {
        return content.isString()
                ? content.asString()
                : content.valueStream()
                        .map(block -> block.path("text").asString(""))
                        .filter(text -> !text.isEmpty())
                        .collect(Collectors.joining("\n\n"));
    }

    /** The results of tools first: a chat wants them right behind the calls. */
    private void user(JsonNode content, ArrayNode messages) {
        if (content.isString()) {
            messages.addObject().put("role", "user").put("content", content.asString());
            return;
        }
        var parts = json.createArrayNode();
        for (var block : content) {
            if (block.path("type").asString("").equals("tool_result")) {
                toolResult(block, messages.addObject(), parts);
            } else {
                MessageBlocks.part(block, parts);
            }
        }
        if (!parts.isEmpty()) {
            var user = messages.addObject().put("role", "user");
            boolean plain = parts.size() == 1 && parts.get(0).has("text");
            if (plain) {
                user.set("content", parts.get(0).path("text"));
            } else {
                user.set("content", parts);
            }
        }
    }

    /** Pictures cannot be a tool's result in a chat, and follow as the user's. */
    private static void toolResult(JsonNode block, ObjectNode tool, ArrayNode parts) {
        var content = block.path("content");
        var text = text(content);
        boolean failed = block.path("is_error").asBoolean(false);
        tool.put("role", "tool")
                .put("tool_call_id", block.path("tool_use_id").asString(""))
                .put("content", failed ? "Error: " + text : text);
        if (content.isArray()) {
            content.valueStream()
                    .filter(part -> !part.path("type").asString("").equals("text"))
                    .forEach(part -> MessageBlocks.part(part, parts));
        }
    }

    private void assistant(JsonNode content, ArrayNode messages) {
        var message = messages.addObject().put("role", "assistant");
        var text = content.isString() ? content.asString() : joined(content);
        if (text.isEmpty()) {
            message.putNull("content");
        } else {
            message.put("content", text);
        }
        for (var block : content) {
            if (block.path("type").asString("").equals("tool_use")) {
                var call = message.withArray("/tool_calls").addObject();
                call.put("id", block.path("id").asString("")).put("type", "function");
                call.putObject("function")
                        .put("name", block.path("name").asString(""))
                        .put("arguments", json.writeValueAsString(block.path("input")));
            }
        }
        if (text.isEmpty() && !message.has("tool_calls")) {
            message.put("content", "");
        }
    }

    /** Thoughts stay with the provider that had them. */
    private static String joined(JsonNode blocks) {
        return blocks.valueStream()
                .filter(block -> block.path("type").asString("").equals("text"))
                .map(block -> block.path("text").asString(""))
                .collect(Collectors.joining());
    }
}
