package com.samokoder.testing;

import com.samokoder.llm.CallCancelled;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A model that says what the test wrote down, in order, each answer in a few deltas. It fails the
 * test when it is asked once too often.
 */
public final class ScriptedModel implements ChatModel {
    public static final TokenUsage USAGE =
            new TokenUsage(10, 0, 0, 5, 0, TokenUsage.Source.MEASURED);
    private static final int DELTA = 16;

    private final ModelId id;
    private final Queue<Turn> turns = new ConcurrentLinkedQueue<>();
    private final List<ChatRequest> requests = new CopyOnWriteArrayList<>();

    public ScriptedModel(String... answers) {
        this.id = new ModelId("scripted", "test");
        for (var answer : answers) {
            say(answer);
        }
    }

    public ScriptedModel say(String answer) {
        return say(answer, FinishReason.STOP);
    }

    public ScriptedModel say(String answer, FinishReason reason) {
        turns.add(new Turn(answer, reason, null));
        return this;
    }

    /** Delivers part of an answer, then fails. */
    public ScriptedModel fail(String beforehand, RuntimeException failure) {
        turns.add(new Turn(beforehand, FinishReason.OTHER, failure));
        return this;
    }

    /** What it was asked, in order. */
    public List<ChatRequest> requests() {
        return List.copyOf(requests);
    }

    /** Whether every answer was asked for. */
    public boolean isExhausted() {
        return turns.isEmpty();
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        requests.add(request);
        var turn = turns.poll();
        if (turn == null) {
            throw new AssertionError(
                    "the script is over, and the model was asked: " + request.purpose());
        }
        for (int start = 0; start < turn.answer().length(); start += DELTA) {
            if (cancellation.isCancelled()) {
                throw new CallCancelled(USAGE);
            }
            int end = Math.min(turn.answer().length(), start + DELTA);
            events.accept(new ChatEvent.TextDelta(turn.answer().substring(start, end)));
        }
        if (turn.failure() != null) {
            throw turn.failure();
        }
        events.accept(new ChatEvent.Finished(turn.reason(), "scripted", USAGE));
    }

    private record Turn(String answer, FinishReason reason, RuntimeException failure) {}
}
