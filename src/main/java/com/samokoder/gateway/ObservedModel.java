package com.samokoder.gateway;

import com.samokoder.auth.UserId;
import com.samokoder.keys.KeyVault;
import com.samokoder.keys.KeyVault.StoredKey;
import com.samokoder.llm.Cancellation;
import com.samokoder.llm.ChatEvent;
import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.function.Consumer;

/** Tells the vault what a call showed about its key. */
final class ObservedModel implements ChatModel {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedModel.class);

    private final ChatModel model;
    private final KeyVault vault;
    private final UserId user;
    private final StoredKey key;
    private volatile boolean knownToWork;

    ObservedModel(ChatModel model, KeyVault vault, UserId user, StoredKey key) {
        this.model = model;
        this.vault = vault;
        this.user = user;
        this.key = key;
        this.knownToWork = key.status().equals("valid");
    }

    @Override
    public ModelId id() {
        return model.id();
    }

    @Override
    public void stream(ChatRequest request, Cancellation cancellation, Consumer<ChatEvent> events) {
        try {
            model.stream(request, cancellation, event -> accept(event, events));
        } catch (ProviderFailure failure) {
            observe(failure);
            knownToWork = false;
            throw failure;
        }
    }

    private void accept(ChatEvent event, Consumer<ChatEvent> events) {
        if (event instanceof ChatEvent.Finished && !knownToWork) {
            observe(null);
            knownToWork = true;
        }
        events.accept(event);
    }

    /** A status that cannot be kept is no reason to lose an answer that was paid for. */
    private void observe(@Nullable ProviderFailure failure) {
        try {
            vault.observe(user, key.id(), failure);
        } catch (ApiException unkept) {
            LOG.warn("Could not keep the status of key {}: {}", key.id(), unkept.getMessage());
        }
    }
}
