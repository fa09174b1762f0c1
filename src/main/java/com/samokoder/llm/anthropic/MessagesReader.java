package com.samokoder.llm.anthropic;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.wire.AnswerJson;
import com.samokoder.llm.wire.AnswerReader;
import com.samokoder.llm.wire.FailureReader;
import com.samokoder.llm.wire.MalformedAnswer;
import com.samokoder.llm.wire.OutputTally;
import com.samokoder.llm.wire.SseReader;

import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.util.function.Consumer;

/** Reads one answer, streamed or whole. */
final class MessagesReader implements AnswerReader {
    private final AnswerJson json;
    private final FailureReader failures;
    private final OutputTally tally;
    private final Cancellation cancellation;
    private final Consumer<ChatEvent> events;
    private final RunningUsage usage = new RunningUsage();
    private @Nullable String rawReason;
    private boolean ended;

    MessagesReader(
            AnswerJson json,
            FailureReader failures,
            OutputTally tally,
            Cancellation cancellation,
            Consumer<ChatEvent> events) {
        this.json = json;
        this.failures = failures;
        this.tally = tally;
        this.cancellation = cancellation;
        this.events = events;
    }

    @Override
    public void read(Response response) throws IOException {
        if (AnswerJson.isDocument(response)) {
            readMessage(response.code(), json.read(response));
        } else {
            readStream(response);
        }
        if (rawReason == null) {
            throw new MalformedAnswer("stream_cut");
        }
        var spent = usage.total();
        var told = spent == null ? tally.usage(TokenUsage.Source.ESTIMATED) : spent;
        events.accept(new ChatEvent.Finished(FinishReason.ofWord(rawReason), rawReason, told));
    }

    /**
     * The output that the first event of a stream reports is a placeholder, so a broken stream's is
     * counted here.
     */
    @Override
    public @Nullable TokenUsage spent() {
        if (rawReason != null && usage.total() != null) {
            return usage.total();
        }
        if (!tally.any()) {
            return null;
        }
        return usage.withOutput(tally.usage(TokenUsage.Source.ESTIMATED));
    }

    private void readStream(Response response) throws IOException {
        var stream = new SseReader(response.body().source());
        try {
            for (var event = stream.next(); event != null; event = stream.next()) {
                if (cancellation.isCancelled()) {
                    throw new IOException("cancelled");
                }
                readEvent(response.code(), json.read(event.data()));
                if (ended) {
                    return;
                }
            }
        } catch (IOException broken) {
            if (rawReason == null || cancellation.isCancelled()) {
                throw broken;
            }
        }
    }

    private void readEvent(int status, JsonNode event) {
        switch (event.path("type").asString("")) {
            case "message_start" -> usage.add(event.path("message").path("usage"));
            case "content_block_start" -> block(event.path("content_block"));
            case "content_block_delta" -> block(event.path("delta"));
            case "message_delta" -> {
                usage.add(event.path("usage"));
                stopped(event.path("delta").path("stop_reason"));
            }
            case "message_stop" -> ended = true;
            case "error" -> throw failures.read(status, event);
            default -> {
                // Pings, ends of blocks, and what is not known yet.
            }
        }
    }

    private void readMessage(int status, JsonNode message) {
        if (FailureReader.isError(message)) {
            throw failures.read(status, message);
        }
        message.path("content").forEach(this::block);
        usage.add(message.path("usage"));
        stopped(message.path("stop_reason"));
    }

    private void stopped(JsonNode reason) {
        rawReason = reason.asString("").isEmpty() ? rawReason : reason.asString();
    }

    private void block(JsonNode block) {
        var text = block.path("text").asString("");
        if (!text.isEmpty()) {
            tally.text(text);
            events.accept(new ChatEvent.TextDelta(text));
        }
        var thinking = block.path("thinking").asString("");
        if (!thinking.isEmpty()) {
            tally.reasoning(thinking);
            events.accept(new ChatEvent.ReasoningDelta(thinking));
        }
    }
}
