package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tells a chat completion as a message of Anthropic's. */
public final class ChatAsMessage implements Translation {
    private final JsonMapper json;
    private final MessageStream stream;
    private String reason = "";
    private boolean refused;

    public ChatAsMessage(JsonMapper json) {
        this.json = json;
        this.stream = new MessageStream(json);
    }

    @Override
    public ObjectNode document(JsonNode completion, TokenUsage usage) {
        var choice = completion.path("choices").path(0);
        var source = choice.path("message");
        var message = json.createObjectNode().put("id", MessageStream.id(completion));
        message.put("type", "message").put("role", "assistant");
        message.put("model", completion.path("model").asString(""));
        var content = message.putArray("content");
        thinking(source, content);
        text(source.path("content"), content);
        text(source.path("refusal"), content);
        for (var call : source.path("tool_calls")) {
            var function = call.path("function");
            content.addObject()
                    .put("type", "tool_use")
                    .put("id", call.path("id").asString(""))
                    .put("name", function.path("name").asString(""))
                    .set("input", input(function.path("arguments").asString("")));
        }
        refused = !source.path("refusal").asString("").isEmpty();
        reason = choice.path("finish_reason").asString("stop");
        message.put("stop_reason", stopReason(source.path("tool_calls").isEmpty()));
        message.putNull("stop_sequence");
        message.set("usage", Usages.anthropic(usage));
        return message;
    }

    /** Some providers say "stop" where a tool is called. */
    private String stopReason(boolean withoutCalls) {
        if (refused) {
            return "refusal";
        }
        var word = StopReasons.toAnthropic(reason);
        return word.equals("end_turn") && !withoutCalls ? "tool_use" : word;
    }

    private static void thinking(JsonNode source, ArrayNode content) {
        var thought = thought(source);
        if (!thought.isEmpty()) {
            content.addObject()
                    .put("type", "thinking")
                    .put("thinking", thought)
                    .put("signature", "");
        }
    }

    private static String thought(JsonNode source) {
        var one = source.path("reasoning_content").asString("");
        return one.isEmpty() ? source.path("reasoning").asString("") : one;
    }

    private static void text(JsonNode source, ArrayNode content) {
        if (source.isArray()) {
            source.forEach(part -> text(part.path("text"), content));
        } else if (!source.asString("").isEmpty()) {
            content.addObject().put("type", "text").put("text", source.asString());
        }
    }

    private JsonNode input(String arguments) {
        var parsed = parsed(arguments);
        return parsed != null && parsed.isObject()
                ? parsed
                : json.createObjectNode().put("value", arguments);
    }

    private @Nullable JsonNode parsed(String arguments) {
        try {
            return arguments.isBlank() ? json.createObjectNode() : json.readTree(arguments);
        } catch (JacksonException _) {
            return null;
        }
    }

    @Override
    public void event(JsonNode chunk, Frames frames) {
        stream.start(chunk, frames);
        var choice = chunk.path("choices").path(0);
        var delta = choice.path("delta");
        stream.thinking(thought(delta), frames);
        parts(delta.path("content"), frames);
        var refusal = delta.path("refusal").asString("");
        refused |= !refusal.isEmpty();
        stream.text(refusal, frames);
        int position = 0;
        for (var call : delta.path("tool_calls")) {
            stream.call(call.path("index").asInt(position), call, frames);
            position++;
        }
        var told = choice.path("finish_reason").asString("");
        reason = told.isEmpty() ? reason : told;
    }

    /** Mistral's reasoning models send lists of parts. */
    private void parts(JsonNode content, Frames frames) {
        if (!content.isArray()) {
            stream.text(content.asString(""), frames);
            return;
        }
        for (var part : content) {
            part.path("thinking")
                    .forEach(thought -> stream.thinking(thought.path("text").asString(""), frames));
            stream.text(part.path("text").asString(""), frames);
        }
    }

    @Override
    public boolean stopped() {
        return !reason.isEmpty();
    }

    @Override
    public void end(TokenUsage usage, Frames frames) {
        stream.end(stopReason(!stream.called()), usage, frames);
    }
}
