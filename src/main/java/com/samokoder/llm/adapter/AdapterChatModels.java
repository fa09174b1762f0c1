package com.samokoder.llm.adapter;

import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.llm.WireForm;
import com.samokoder.platform.errors.ErrorCode;

import java.util.List;

/** Hands each connection to the adapter of its provider. */
final class AdapterChatModels implements ChatModels {
    private final List<ProviderAdapter> adapters;

    AdapterChatModels(List<ProviderAdapter> adapters) {
        this.adapters = List.copyOf(adapters);
    }

    @Override
    public ChatModel open(ProviderConnection connection, String model) {
        return adapter(connection).open(connection, model);
    }

    @Override
    public boolean serves(String provider, WireForm form) {
        return adapters.stream()
                .anyMatch(adapter -> adapter.serves(provider) && adapter.serves(provider, form));
    }

    @Override
    public void check(ProviderConnection connection) {
        adapter(connection).check(connection);
    }

    @Override
    public List<String> list(ProviderConnection connection) {
        return adapter(connection).list(connection);
    }

    private ProviderAdapter adapter(ProviderConnection connection) {
        return adapters.stream()
                .filter(adapter -> adapter.serves(connection.provider()))
                .findFirst()
                .orElseThrow(AdapterChatModels::unknownProvider);
    }

    private static ProviderFailure unknownProvider() {
        return new ProviderFailure(ErrorCode.PROVIDER_REJECTED, false, 0, "unknown_provider", null);
    }
}
