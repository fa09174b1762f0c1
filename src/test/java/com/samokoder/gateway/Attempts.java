package com.samokoder.gateway;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.TokenUsage;
import com.samokoder.platform.errors.ErrorCode;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** A model whose every attempt ends as the test says; fails when there are more attempts. */
final class Attempts implements ChatModel {
    static final TokenUsage USAGE = new TokenUsage(3, 0, 0, 5, 0, TokenUsage.Source.MEASURED);
    static final ModelId MODEL = new ModelId("openai", "test-model");

    private final Deque<Consumer<Consumer<ChatEvent>>> attempts = new ArrayDeque<>();
    int made;

    static ProviderFailure failure(ErrorCode code, int status, Duration retryAfter) {
        return new ProviderFailure(code, code.retryable(), status, null, retryAfter);
    }

    Attempts answers(String text) {
        attempts.add(events -> {
            events.accept(new ChatEvent.TextDelta(text));
            events.accept(new ChatEvent.Finished(FinishReason.STOP, "stop", USAGE));
        });
        return this;
    }

    Attempts fails(RuntimeException failure) {
        attempts.add(_ -> {
            throw failure;
        });
        return this;
    }

    Attempts breaksOff(String text, RuntimeException failure) {
        attempts.add(events -> {
            events.accept(new ChatEvent.TextDelta(text));
            throw failure;
        });
        return this;
    }

    @Override
    public ModelId id() {
        return MODEL;
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        made++;
        attempts.remove().accept(events);
    }
}
