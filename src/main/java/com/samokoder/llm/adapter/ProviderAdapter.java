package com.samokoder.llm.adapter;

import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.WireForm;

import java.util.List;

/** Speaks the wire format of some providers. */
public interface ProviderAdapter {
    boolean serves(String provider);

    /** As {@link com.samokoder.llm.ChatModels#serves}. */
    boolean serves(String provider, WireForm form);

    /** As {@link com.samokoder.llm.ChatModels#open}. */
    ChatModel open(ProviderConnection connection, String model);

    /** As {@link com.samokoder.llm.ChatModels#check}. */
    void check(ProviderConnection connection);

    /** As {@link com.samokoder.llm.ChatModels#list}. */
    List<String> list(ProviderConnection connection);
}
