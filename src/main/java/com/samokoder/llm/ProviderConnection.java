package com.samokoder.llm;

import com.samokoder.platform.secrets.Secret;

import org.jspecify.annotations.Nullable;

/**
 * Where to reach a provider, and as whom.
 *
 * @param provider the catalogue's id
 * @param baseUrl the user's own, or null for the catalogue's
 * @param apiKey null where the provider needs none
 */
public record ProviderConnection(
        String provider, @Nullable String baseUrl, @Nullable Secret apiKey) {}
