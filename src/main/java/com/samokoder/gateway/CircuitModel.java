package com.samokoder.gateway;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;

import java.util.function.Consumer;

/** Tells the circuit how each attempt ended. */
final class CircuitModel implements ChatModel {
    private final ChatModel model;
    private final Circuit circuit;
    private final Route route;

    CircuitModel(ChatModel model, Circuit circuit, Route route) {
        this.model = model;
        this.circuit = circuit;
        this.route = route;
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        try {
            model.stream(
                    request,
                    cancellation,
                    event -> {
                        if (event instanceof ChatEvent.Finished) {
                            circuit.worked(route);
                        }
                        events.accept(event);
                    });
        } catch (ProviderFailure failure) {
            circuit.failed(route, failure);
            throw failure;
        }
    }
}
