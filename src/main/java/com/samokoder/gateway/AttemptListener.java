package com.samokoder.gateway;

import com.samokoder.llm.ModelId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Told which model, by which key, is about to be asked. */
public interface AttemptListener {

    /**
     * @param keyId null where the provider needs no key
     */
    void attempting(ModelId model, @Nullable UUID keyId);

    static AttemptListener none() {
        return (_, _) -> {};
    }
}
