package com.samokoder.llm;

import java.util.function.Consumer;

/** One model, already bound to its provider and credential. */
public interface ChatModel {
    ModelId id();

    /**
     * Sends the request and hands over each event on the calling thread, ending with exactly one
     * {@link ChatEvent.Finished}.
     *
     * @throws ProviderFailure when the provider refuses, breaks off or cannot be reached
     * @throws CallCancelled when {@code cancellation} was cancelled
     */
    void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events);
}
