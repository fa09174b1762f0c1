package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.function.Consumer;

/** Writes a stream in Anthropic's form: one block after the other, each opened and closed. */
final class MessageStream {
    private static final int NONE = -1;
    private static final int THINKING = -2;
    private static final int TEXT = -3;

    private final JsonMapper json;
    private boolean started;

    /** What the open block holds: a text, thoughts, or the call of this index. */
    private int open = NONE;

    private int blocks;
    private boolean called;
    private String lastCall = "";

    MessageStream(JsonMapper json) {
        this.json = json;
    }

    static String id(JsonNode completion) {
        var id = completion.path("id").asString("");
        return id.startsWith("msg_") ? id : "msg_" + id;
    }

    /** The usage is known at the end alone. */
    void start(JsonNode chunk, Frames frames) {
        if (started) {
            return;
        }
        started = true;
        var start = json.createObjectNode().put("type", "message_start");
        var message = start.putObject("message").put("id", id(chunk));
        message.put("type", "message").put("role", "assistant");
        message.put("model", chunk.path("model").asString(""));
        message.putArray("content");
        message.putNull("stop_reason").putNull("stop_sequence");
        message.putObject("usage").put("input_tokens", 0).put("output_tokens", 0);
        frames.named(start);
    }

    void thinking(String piece, Frames frames) {
        if (piece.isEmpty()) {
            return;
        }
        if (open != THINKING) {
            open(
                    THINKING,
                    frames,
                    block ->
                            block.put("type", "thinking").put("thinking", "").put("signature", ""));
        }
        delta(frames, delta -> delta.put("type", "thinking_delta").put("thinking", piece));
    }

    void text(String piece, Frames frames) {
        if (piece.isEmpty()) {
            return;
        }
        if (open != TEXT) {
            open(TEXT, frames, block -> block.put("type", "text").put("text", ""));
        }
        delta(frames, delta -> delta.put("type", "text_delta").put("text", piece));
    }

    void call(int index, JsonNode call, Frames frames) {
        var function = call.path("function");
        var id = call.path("id").asString("");
        boolean another = open != index || !id.isEmpty() && function.has("name") && started(id);
        if (another) {
            called = true;
            lastCall = id;
            open(
                    index,
                    frames,
                    block ->
                            block.put("type", "tool_use")
                                    .put("id", id)
                                    .put("name", function.path("name").asString(""))
                                    .putObject("input"));
        }
        var piece = function.path("arguments").asString("");
        if (!piece.isEmpty()) {
            delta(
                    frames,
                    delta -> delta.put("type", "input_json_delta").put("partial_json", piece));
        }
    }

    /** Some providers number all calls alike, and tell them apart by their ids. */
    private boolean started(String id) {
        return !id.equals(lastCall);
    }

    boolean called() {
        return called;
    }

    void end(String stopReason, TokenUsage usage, Frames frames) {
        close(frames);
        var last = json.createObjectNode().put("type", "message_delta");
        last.putObject("delta").put("stop_reason", stopReason).putNull("stop_sequence");
        last.set("usage", Usages.anthropic(usage));
        frames.named(last);
        frames.named(json.createObjectNode().put("type", "message_stop"));
    }

    private void open(int what, Frames frames, Consumer<ObjectNode> fill) {
        close(frames);
        open = what;
        var start = json.createObjectNode().put("type", "content_block_start");
        fill.accept(start.put("index", blocks).putObject("content_block"));
        frames.named(start);
    }

    private void close(Frames frames) {
        if (open != NONE) {
            frames.named(
                    json.createObjectNode().put("type", "content_block_stop").put("index", blocks));
            blocks++;
            open = NONE;
        }
    }

    private void delta(Frames frames, Consumer<ObjectNode> fill) {
        var event = json.createObjectNode().put("type", "content_block_delta");
        fill.accept(event.put("index", blocks).putObject("delta"));
        frames.named(event);
    }
}
