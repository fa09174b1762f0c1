package com.samokoder.llm.translate;

import com.samokoder.llm.TokenUsage;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Tells a message of Anthropic's as a chat completion. */
public final class MessageAsChat implements Translation {
    private final JsonMapper json;
    private final long created;
    private final boolean usageAsked;

    /** Blocks that call a tool: their index to the call's. */
    private final Map<Integer, Integer> calls = new HashMap<>();

    private final Map<Integer, Boolean> written = new HashMap<>();
    private String id = "";
    private String model = "";
    private String reason = "";
    private int jsonBlock = -1;

    /**
     * @param created now, in seconds since 1970
     */
    public MessageAsChat(JsonMapper json, long created, boolean usageAsked) {
        this.json = json;
        this.created = created;
        this.usageAsked = usageAsked;
    }

    @Override
    public ObjectNode document(JsonNode message, TokenUsage usage) {
        head(message);
        var completion = envelope("chat.completion");
        var choice = completion.putArray("choices").addObject().put("index", 0);
        var target = choice.putObject("message").put("role", "assistant");
        var text = new StringBuilder();
        var thoughts = new StringBuilder();
        boolean answered = false;
        for (var block : message.path("content")) {
            text.append(block.path("text").asString(""));
            thoughts.append(block.path("thinking").asString(""));
            if (isThought(block)) {
                target.withArray("/thinking_blocks").add(block);
            } else if (isJsonAnswer(block)) {
                answered = true;
                text.append(json.writeValueAsString(block.path("input")));
            } else if (isCall(block)) {
                call(block, target.withArray("/tool_calls"));
            }
        }
        if (text.isEmpty()) {
            target.putNull("content");
        } else {
            target.put("content", text.toString());
        }
        target.putNull("refusal");
        if (!thoughts.isEmpty()) {
            target.put("reasoning_content", thoughts.toString());
        }
        var word = StopReasons.toOpenAi(message.path("stop_reason").asString(""));
        choice.putNull("logprobs");
        choice.put("finish_reason", answered && !target.has("tool_calls") ? "stop" : word);
        completion.set("usage", Usages.openAi(usage));
        return completion;
    }

    private void call(JsonNode block, ArrayNode calls) {
        var call = calls.addObject().put("id", block.path("id").asString(""));
        call.put("type", "function")
                .putObject("function")
                .put("name", block.path("name").asString(""))
                .put("arguments", json.writeValueAsString(block.path("input")));
    }

    private static boolean isThought(JsonNode block) {
        return block.path("type").asString("").endsWith("thinking");
    }

    private static boolean isCall(JsonNode block) {
        return block.path("type").asString("").equals("tool_use");
    }

    private static boolean isJsonAnswer(JsonNode block) {
        return isCall(block) && block.path("name").asString("").equals(JsonAnswer.TOOL);
    }

    @Override
    public void event(JsonNode event, Frames frames) {
        int index = event.path("index").asInt(-1);
        switch (event.path("type").asString("")) {
            case "message_start" -> {
                head(event.path("message"));
                frames.data(chunk(delta -> delta.put("role", "assistant").put("content", "")));
            }
            case "content_block_start" -> begin(index, event.path("content_block"), frames);
            case "content_block_delta" -> go(index, event.path("delta"), frames);
            case "content_block_stop" -> close(index, frames);
            case "message_delta" -> {
                var told = event.path("delta").path("stop_reason").asString("");
                reason = told.isEmpty() ? reason : told;
            }
            default -> {
                // Pings, the end, and what is not known yet.
            }
        }
    }

    private void begin(int index, JsonNode block, Frames frames) {
        if (isJsonAnswer(block)) {
            jsonBlock = index;
        } else if (isCall(block)) {
            int call = calls.size();
            calls.put(index, call);
            frames.data(
                    chunk(delta -> {
                        var started = delta.putArray("tool_calls").addObject().put("index", call);
                        started.put("id", block.path("id").asString("")).put("type", "function");
                        started.putObject("function")
                                .put("name", block.path("name").asString(""))
                                .put("arguments", "");
                    }));
        }
        text("content", block.path("text"), frames);
        text("reasoning_content", block.path("thinking"), frames);
    }

    private void go(int index, JsonNode delta, Frames frames) {
        text("content", delta.path("text"), frames);
        text("reasoning_content", delta.path("thinking"), frames);
        var arguments = delta.path("partial_json");
        if (arguments.asString("").isEmpty()) {
            return;
        }
        if (index == jsonBlock) {
            text("content", arguments, frames);
        } else {
            arguments(index, arguments.asString(), frames);
        }
    }

    private void arguments(int index, String piece, Frames frames) {
        var call = calls.get(index);
        if (call == null) {
            return;
        }
        written.put(index, true);
        frames.data(
                chunk(delta ->
                        delta.putArray("tool_calls")
                                .addObject()
                                .put("index", call)
                                .putObject("function")
                                .put("arguments", piece)));
    }

    /** A call without arguments comes without a piece, where a chat expects an empty object. */
    private void close(int index, Frames frames) {
        if (calls.containsKey(index) && !written.containsKey(index)) {
            arguments(index, "{}", frames);
        }
    }

    private void text(String field, JsonNode piece, Frames frames) {
        if (!piece.asString("").isEmpty()) {
            frames.data(chunk(delta -> delta.put(field, piece.asString())));
        }
    }

    @Override
    public boolean stopped() {
        return !reason.isEmpty();
    }

    @Override
    public void end(TokenUsage usage, Frames frames) {
        var last = chunk(_ -> {});
        boolean answered = jsonBlock >= 0 && calls.isEmpty();
        var word = answered && reason.equals("tool_use") ? "stop" : StopReasons.toOpenAi(reason);
        ((ObjectNode) last.path("choices").get(0)).put("finish_reason", word);
        frames.data(last);
        if (usageAsked) {
            var told = envelope("chat.completion.chunk");
            told.putArray("choices");
            told.set("usage", Usages.openAi(usage));
            frames.data(told);
        }
        frames.done();
    }

    private void head(JsonNode message) {
        id = message.path("id").asString("");
        model = message.path("model").asString("");
    }

    private ObjectNode chunk(Consumer<ObjectNode> fill) {
        var chunk = envelope("chat.completion.chunk");
        var choice = chunk.putArray("choices").addObject().put("index", 0);
        fill.accept(choice.putObject("delta"));
        choice.putNull("finish_reason");
        return chunk;
    }

    private ObjectNode envelope(String object) {
        return json.createObjectNode()
                .put("id", id)
                .put("object", object)
                .put("created", created)
                .put("model", model);
    }
}
