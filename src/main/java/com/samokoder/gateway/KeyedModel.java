package com.samokoder.gateway;

import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderConnection;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Opens the key anew for each call, so that its plaintext lives no longer than the call. */
final class KeyedModel implements ChatModel {
    private final ModelId id;
    private final ChatModels models;
    private final Supplier<ProviderConnection> connection;

    KeyedModel(ModelId id, ChatModels models, Supplier<ProviderConnection> connection) {
        this.id = id;
        this.models = models;
        this.connection = connection;
    }

    @Override
    public ModelId id() {
        return id;
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        models.open(connection.get(), id.name()).stream(request, cancellation, events);
    }
}
