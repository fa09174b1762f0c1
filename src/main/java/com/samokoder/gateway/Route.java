package com.samokoder.gateway;

import com.samokoder.keys.KeyVault.StoredKey;
import com.samokoder.llm.ModelId;

import org.jspecify.annotations.Nullable;

/**
 * Which model serves a wish, by which key.
 *
 * @param key null where the provider needs none
 */
record Route(ModelId model, @Nullable StoredKey key) {}
