package com.samokoder.runs;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;

import java.util.function.Consumer;

/** Makes no call that the run's limits forbid or that can only repeat the last one. */
final class GuardedModel implements ChatModel {
    private final ChatModel model;
    private final CallGuard guard;

    GuardedModel(ChatModel model, CallGuard guard) {
        this.model = model;
        this.guard = guard;
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        guard.requireAllowed();
        var answer = new StringBuilder();
        model.stream(
                request,
                cancellation,
                event -> {
                    if (event instanceof ChatEvent.TextDelta(String delta)) {
                        answer.append(delta);
                    }
                    events.accept(event);
                });
        guard.answered(answer.toString());
    }
}
