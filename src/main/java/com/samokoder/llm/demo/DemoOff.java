package com.samokoder.llm.demo;

import com.samokoder.llm.ChatModel;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.llm.WireForm;
import com.samokoder.llm.adapter.ProviderAdapter;

import java.util.List;

/** Takes the place of the scripted provider where it is off: serves nobody. */
final class DemoOff implements ProviderAdapter {
    @Override
    public boolean serves(String provider) {
        return false;
    }

    @Override
    public boolean serves(String provider, WireForm form) {
        return false;
    }

    @Override
    public ChatModel open(ProviderConnection connection, String model) {
        throw new IllegalStateException("off");
    }

    @Override
    public void check(ProviderConnection connection) {
        throw new IllegalStateException("off");
    }

    @Override
    public List<String> list(ProviderConnection connection) {
        throw new IllegalStateException("off");
    }
}
