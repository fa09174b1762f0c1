package com.samokoder.llm.openai;

import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** Writes requests. */
final class ChatCompletionBody {
    private final JsonMapper json;

    ChatCompletionBody(JsonMapper json) {
        this.json = json;
    }

    byte[] write(ChatRequest request, String model, Quirks quirks) {
        var bytes = new ByteArrayOutputStream();
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("model", model);
            writeMessages(out, request);
            out.writeBooleanProperty("stream", true);
            if (quirks.asksForUsage()) {
                out.writeObjectPropertyStart("stream_options");
                out.writeBooleanProperty("include_usage", true);
                out.writeEndObject();
            }
            out.writeNumberProperty(quirks.outputLimitField(), request.maxOutputTokens());
            var temperature = quirks.temperature(model, request.temperature());
            if (temperature != null) {
                out.writeNumberProperty("temperature", temperature);
            }
            if (quirks.parsesReasoning(model)) {
                out.writeStringProperty("reasoning_format", "parsed");
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void writeMessages(JsonGenerator out, ChatRequest request) {
        out.writeArrayPropertyStart("messages");
        for (var message : joined(request.messages())) {
            out.writeStartObject();
            out.writeStringProperty("role", role(message.role()));
            out.writeStringProperty("content", message.content());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    /** Templates of local models refuse two messages of one role in a row. */
    private static List<ChatMessage> joined(List<ChatMessage> messages) {
        var joined = new ArrayList<ChatMessage>();
        for (var message : messages) {
            if (!joined.isEmpty() && joined.getLast().role() == message.role()) {
                var before = joined.removeLast();
                var content = before.content() + "\n\n" + message.content();
                joined.add(new ChatMessage(message.role(), content, message.cacheable()));
            } else {
                joined.add(message);
            }
        }
        return joined;
    }

    private static String role(ChatMessage.Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }
}
