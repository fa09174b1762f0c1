package com.samokoder.agents;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.FinishReason;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A model whose answers depend on the request, since file blocks carry each request's own boundary
 * word. Fails when its answers run out.
 */
final class ScriptedAnswers implements ChatModel {
    final List<ChatRequest> requests = new ArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    private long outputTokens;

    private record Answer(Function<ChatRequest, String> text, FinishReason reason) {}

    ScriptedAnswers then(String text) {
        return then(_ -> text, FinishReason.STOP);
    }

    ScriptedAnswers then(Function<ChatRequest, String> text) {
        return then(text, FinishReason.STOP);
    }

    ScriptedAnswers then(Function<ChatRequest, String> text, FinishReason reason) {
        answers.add(new Answer(text, reason));
        return this;
    }

    @Override
    public ModelId id() {
        return new ModelId("scripted", "answers");
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        requests.add(request);
        if (answers.isEmpty()) {
            throw new AssertionError("the script has no more answers");
        }
        var answer = answers.removeFirst();
        var text = answer.text().apply(request);
        outputTokens += CrewFixture.TOKENS.count(text);
        for (int i = 0; i < text.length(); i += 7) {
            events.accept(
                    new ChatEvent.TextDelta(text.substring(i, Math.min(i + 7, text.length()))));
        }
        events.accept(
                new ChatEvent.Finished(
                        answer.reason(), answer.reason().name(), TokenUsage.unavailable()));
    }

    long outputTokens() {
        return outputTokens;
    }

    /** The last thing the model was told. */
    String lastMessage() {
        return requests.getLast().messages().getLast().content();
    }
}
