package com.samokoder.keys;

import com.samokoder.llm.ProviderCatalog.Provider;

import org.jspecify.annotations.Nullable;

/**
 * A provider as the API shows it.
 *
 * @param hasKey whether the caller keeps a key for it
 */
record ProviderView(
        String id,
        String name,
        @Nullable String baseUrl,
        String docsUrl,
        boolean needsKey,
        boolean local,
        boolean scripted,
        @Nullable String defaultModel,
        boolean hasKey) {

    static ProviderView of(Provider provider, boolean hasKey) {
        return new ProviderView(
                provider.id(),
                provider.name(),
                provider.baseUrl(),
                provider.docsUrl(),
                provider.needsKey(),
                provider.local(),
                provider.scripted(),
                provider.defaultModel(),
                hasKey);
    }
}
