package com.samokoder.llm.passage;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.WireCall;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.function.Consumer;

/** What goes to the client of one call, and what the call used up until now. */
public final class PassedOn {
    private static final int BYTES_PER_TOKEN = 4;

    private final WireCall call;
    private final WireMeter meter;
    private final Cancellation cancellation;
    private final Consumer<ChatEvent> events;
    private long text;
    private boolean any;
    private String reason = "";

    public PassedOn(
            WireCall call, WireMeter meter, Cancellation cancellation, Consumer<ChatEvent> events) {
        this.call = call;
        this.meter = meter;
        this.cancellation = cancellation;
        this.events = events;
    }

    public WireCall call() {
        return call;
    }

    public WireMeter meter() {
        return meter;
    }

    public void requireWanted() throws IOException {
        if (cancellation.isCancelled()) {
            throw new IOException("cancelled");
        }
    }

    public boolean isCancelled() {
        return cancellation.isCancelled();
    }

    /** Whether the client has part of the answer. */
    public boolean begun() {
        return any;
    }

    /** Counts what the model wrote, for providers that do not tell. */
    public void wrote(int bytes) {
        text += bytes;
    }

    public void piece(byte[] bytes, int from, int to, boolean last) {
        if (to > from || last) {
            any = true;
            events.accept(new ChatEvent.Piece(bytes, from, to - from, last));
        }
    }

    /** Takes note of why the model stopped, in its provider's word; an empty one says nothing. */
    public void stopped(String word) {
        reason = word.isEmpty() ? reason : word;
    }

    public boolean hasStopped() {
        return !reason.isEmpty();
    }

    public void finished() {
        events.accept(new ChatEvent.Finished(FinishReason.ofWord(reason), reason, usage()));
    }

    /** What the whole answer used up. */
    public TokenUsage usage() {
        var told = meter.told();
        return told == null ? counted() : told;
    }

    /** As {@link com.samokoder.llm.wire.AnswerReader#spent}. */
    public @Nullable TokenUsage spent() {
        var told = meter.told();
        if (told != null) {
            return told;
        }
        return any ? meter.brokenOff(counted()) : null;
    }

    private TokenUsage counted() {
        long output = (text + BYTES_PER_TOKEN - 1) / BYTES_PER_TOKEN;
        return new TokenUsage(call.inputTokens(), 0, 0, output, 0, TokenUsage.Source.ESTIMATED);
    }
}
