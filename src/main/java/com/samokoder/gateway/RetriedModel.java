package com.samokoder.gateway;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;

import java.util.function.Consumer;

/** Tries again what may succeed later, as long as the caller has seen nothing of the answer. */
final class RetriedModel implements ChatModel {
    private final ChatModel model;
    private final Backoff backoff;
    private final Pause pause;

    RetriedModel(ChatModel model, Backoff backoff, Pause pause) {
        this.model = model;
        this.backoff = backoff;
        this.pause = pause;
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        var begun = new Begun(events);
        for (int retries = 0; ; retries++) {
            try {
                model.stream(request, cancellation, begun);
                return;
            } catch (ProviderFailure failure) {
                if (begun.any()) {
                    throw failure;
                }
                var wait = backoff.next(failure, retries).orElseThrow(() -> failure);
                pause.await(wait, cancellation);
            }
        }
    }
}
