package com.samokoder.llm.openai;

import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;

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
        for (var message : request.messages()) {
            out.writeStartObject();
            out.writeStringProperty("role", role(message.role()));
            out.writeStringProperty("content", message.content());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static String role(ChatMessage.Role role) {
        return switch (role) {
            case SYSTEM -> "system";
            case USER -> "user";
            case ASSISTANT -> "assistant";
        };
    }
}
