package com.samokoder.llm.demo;

import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.WireCall;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.translate.ChatAsMessage;
import com.samokoder.llm.translate.Frames;
import com.samokoder.llm.translate.Usages;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells scripted answers in the form of a client's request, so that clients can be tried without a
 * key. They say of themselves that they are scripted.
 */
final class DemoExchange {
    private static final String ID = "chatcmpl-scripted";

    private final JsonMapper json;
    private final Clock clock;

    DemoExchange(JsonMapper json, Clock clock) {
        this.json = json;
        this.clock = clock;
    }

    static boolean serves(WireForm form) {
        return form == WireForm.CHAT_COMPLETIONS || form == WireForm.MESSAGES;
    }

    /** What the client said last, as a request to the script. */
    ChatRequest script(WireCall call) {
        var messages = json.readTree(call.body().bytes()).path("messages");
        var last = messages.path(Math.max(0, messages.size() - 1)).path("content");
        var text = last.isString() ? last.asString() : last.path(0).path("text").asString("");
        return new ChatRequest(List.of(ChatMessage.user(text)), 0, null, Map.of());
    }

    /** The answer of one call, piece by piece. */
    Telling telling(WireCall call, String model, Consumer<ChatEvent> events) {
        return new Telling(call, model, events);
    }

    final class Telling {
        private final WireCall call;
        private final String model;
        private final Consumer<ChatEvent> events;
        private final @Nullable ChatAsMessage message;
        private final Frames frames = new Frames(json);
        private final StringBuilder whole = new StringBuilder();

        Telling(WireCall call, String model, Consumer<ChatEvent> events) {
            this.call = call;
            this.model = model;
            this.events = events;
            this.message = call.form() == WireForm.MESSAGES ? new ChatAsMessage(json) : null;
        }

        void delta(String text) {
            whole.append(text);
            if (call.stream()) {
                var chunk = envelope("chat.completion.chunk");
                var choice = chunk.putArray("choices").addObject().put("index", 0);
                choice.putObject("delta").put("role", "assistant").put("content", text);
                choice.putNull("finish_reason");
                tell(chunk);
                piece(frames.take(), false);
            }
        }

        void end(TokenUsage usage) {
            if (call.stream()) {
                endStream(usage);
            } else {
                piece(json.writeValueAsBytes(document(usage)), true);
            }
            events.accept(new ChatEvent.Finished(FinishReason.STOP, "scripted", usage));
        }

        private void endStream(TokenUsage usage) {
            var last = envelope("chat.completion.chunk");
            var choice = last.putArray("choices").addObject().put("index", 0);
            choice.putObject("delta");
            choice.put("finish_reason", "stop");
            tell(last);
            if (message != null) {
                message.end(usage, frames);
            } else {
                if (call.usageAsked()) {
                    var told = envelope("chat.completion.chunk");
                    told.putArray("choices");
                    tell(told.set("usage", Usages.openAi(usage)));
                }
                frames.done();
            }
            piece(frames.take(), true);
        }

        private ObjectNode document(TokenUsage usage) {
            var completion = envelope("chat.completion");
            var choice = completion.putArray("choices").addObject().put("index", 0);
            choice.putObject("message")
                    .put("role", "assistant")
                    .put("content", whole.toString())
                    .putNull("refusal");
            choice.put("finish_reason", "stop");
            completion.set("usage", Usages.openAi(usage));
            return message == null ? completion : message.document(completion, usage);
        }

        private void tell(JsonNode chunk) {
            if (message == null) {
                frames.data(chunk);
            } else {
                message.event(chunk, frames);
            }
        }

        private ObjectNode envelope(String object) {
            return json.createObjectNode()
                    .put("id", ID)
                    .put("object", object)
                    .put("created", clock.instant().getEpochSecond())
                    .put("model", model);
        }

        private void piece(byte[] bytes, boolean last) {
            events.accept(new ChatEvent.Piece(bytes, 0, bytes.length, last));
        }
    }
}
