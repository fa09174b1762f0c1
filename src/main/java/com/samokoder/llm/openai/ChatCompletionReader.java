package com.samokoder.llm.openai;

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
final class ChatCompletionReader implements AnswerReader {
    private static final String END = "[DONE]";

    private final AnswerJson json;
    private final FailureReader failures;
    private final OutputTally tally;
    private final Cancellation cancellation;
    private final Consumer<ChatEvent> events;
    private @Nullable String rawReason;
    private @Nullable TokenUsage reported;
    private boolean refused;
    private boolean ended;

    ChatCompletionReader(
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
            var document = json.read(response);
            readChunk(response.code(), document, "message");
        } else {
            readStream(response);
        }
        if (rawReason == null && !ended) {
            throw new MalformedAnswer("stream_cut");
        }
        var usage = reported == null ? tally.usage(TokenUsage.Source.ESTIMATED) : reported;
        var word = rawReason == null ? "" : rawReason;
        events.accept(new ChatEvent.Finished(reason(word), word, usage));
    }

    @Override
    public @Nullable TokenUsage spent() {
        if (reported != null) {
            return reported;
        }
        return tally.any() ? tally.usage(TokenUsage.Source.ESTIMATED) : null;
    }

    private void readStream(Response response) throws IOException {
        var stream = new SseReader(response.body().source());
        try {
            for (var event = stream.next(); event != null; event = stream.next()) {
                if (cancellation.isCancelled()) {
                    throw new IOException("cancelled");
                }
                if (event.is(END)) {
                    ended = true;
                    return;
                }
                readChunk(response.code(), json.read(event.data()), "delta");
            }
        } catch (IOException broken) {
            // A model that said why it stopped has said everything; only its usage is missing.
            if (rawReason == null || cancellation.isCancelled()) {
                throw broken;
            }
        }
    }

    private void readChunk(int status, JsonNode chunk, String part) throws MalformedAnswer {
        if (!chunk.isObject() && !chunk.isArray()) {
            throw new MalformedAnswer("malformed_json");
        }
        if (Errors.in(chunk)) {
            throw failures.read(status, Errors.of(chunk));
        }
        var choice = chunk.path("choices").path(0);
        var content = choice.path(part);
        reasoning(content.path("reasoning_content"));
        reasoning(content.path("reasoning"));
        text(content.path("content"));
        refusal(content.path("refusal"));
        var reason = choice.path("finish_reason").asString("");
        if (!reason.isEmpty()) {
            rawReason = reason;
        }
        usage(chunk.path("usage"));
        usage(chunk.path("x_groq").path("usage"));
    }

    private void usage(JsonNode usage) {
        var read = ReportedUsage.read(usage);
        reported = read == null ? reported : read;
    }

    private void text(JsonNode content) {
        if (content.isArray()) {
            content.forEach(this::part);
            return;
        }
        var delta = content.asString("");
        if (!delta.isEmpty()) {
            tally.text(delta);
            events.accept(new ChatEvent.TextDelta(delta));
        }
    }

    /** Mistral's reasoning models send lists of parts. */
    private void part(JsonNode part) {
        if (part.path("type").asString("").equals("thinking")) {
            part.path("thinking").forEach(thought -> reasoning(thought.path("text")));
        } else {
            text(part.path("text"));
        }
    }

    private void refusal(JsonNode refusal) {
        if (!refusal.asString("").isEmpty()) {
            refused = true;
            text(refusal);
        }
    }

    private void reasoning(JsonNode reasoning) {
        var delta = reasoning.asString("");
        if (!delta.isEmpty()) {
            tally.reasoning(delta);
            events.accept(new ChatEvent.ReasoningDelta(delta));
        }
    }

    private FinishReason reason(String word) {
        return refused ? FinishReason.REFUSED : FinishReason.ofWord(word);
    }
}
