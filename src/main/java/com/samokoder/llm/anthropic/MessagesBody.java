package com.samokoder.llm.anthropic;

import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.translate.Temperature;

import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes requests: the system prompt apart, the rest as messages of text blocks. */
final class MessagesBody {
    private static final int MAX_CACHE_MARKS = 4;

    private final JsonMapper json;

    MessagesBody(JsonMapper json) {
        this.json = json;
    }

    byte[] write(ChatRequest request, String model) {
        var bytes = new ByteArrayOutputStream();
        var messages = request.messages().stream().filter(MessagesBody::hasText).toList();
        var marked = cacheMarks(messages);
        try (var out = json.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeStringProperty("model", model);
            out.writeNumberProperty("max_tokens", request.maxOutputTokens());
            writeSystem(out, messages, marked);
            writeMessages(out, messages, marked);
            out.writeBooleanProperty("stream", true);
            var temperature = request.temperature();
            if (temperature != null && Temperature.isTakenBy(model)) {
                out.writeNumberProperty("temperature", Math.min(1, temperature));
            }
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    /** The API refuses blocks without text. */
    private static boolean hasText(ChatMessage message) {
        return !message.content().isBlank();
    }

    /** The last of the cacheable places: each covers everything before it. */
    private static Set<Integer> cacheMarks(List<ChatMessage> messages) {
        var marks = new HashSet<Integer>();
        for (int i = messages.size() - 1; i >= 0 && marks.size() < MAX_CACHE_MARKS; i--) {
            if (messages.get(i).cacheable()) {
                marks.add(i);
            }
        }
        return marks;
    }

    private static void writeSystem(
            JsonGenerator out, List<ChatMessage> messages, Set<Integer> marked) {
        boolean any = messages.stream().anyMatch(m -> m.role() == ChatMessage.Role.SYSTEM);
        if (!any) {
            return;
        }
        out.writeArrayPropertyStart("system");
        for (int i = 0; i < messages.size(); i++) {
            if (messages.get(i).role() == ChatMessage.Role.SYSTEM) {
                writeBlock(out, messages.get(i), marked.contains(i));
            }
        }
        out.writeEndArray();
    }

    private static void writeMessages(
            JsonGenerator out, List<ChatMessage> messages, Set<Integer> marked) {
        out.writeArrayPropertyStart("messages");
        for (int i = 0; i < messages.size(); i++) {
            var message = messages.get(i);
            if (message.role() == ChatMessage.Role.SYSTEM) {
                continue;
            }
            out.writeStartObject();
            boolean own = message.role() == ChatMessage.Role.ASSISTANT;
            out.writeStringProperty("role", own ? "assistant" : "user");
            out.writeArrayPropertyStart("content");
            writeBlock(out, message, marked.contains(i));
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private static void writeBlock(JsonGenerator out, ChatMessage message, boolean cached) {
        out.writeStartObject();
        out.writeStringProperty("type", "text");
        out.writeStringProperty("text", message.content());
        if (cached) {
            out.writeObjectPropertyStart("cache_control");
            out.writeStringProperty("type", "ephemeral");
            out.writeEndObject();
        }
        out.writeEndObject();
    }
}
