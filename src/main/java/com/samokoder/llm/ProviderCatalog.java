package com.samokoder.llm;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** What is known of providers and models: data with a date and a source. */
public interface ProviderCatalog {

    List<Provider> providers();

    Optional<Provider> provider(String id);

    List<Model> models();

    /** A known model; an unknown one may still be served by its provider. */
    Optional<Model> model(ModelId id);

    /**
     * @param baseUrl null for {@code custom}, whose keys each bring one
     * @param needsKey whether a call without a key is refused
     * @param local whether it normally listens on the user's own machine
     * @param defaultModel what agents use where the user chose none; null where there is no telling
     */
    record Provider(
            String id,
            String name,
            @Nullable String baseUrl,
            String docsUrl,
            boolean needsKey,
            boolean local,
            boolean scripted,
            @Nullable String defaultModel) {}

    /**
     * @param contextWindow tokens of input and output together
     * @param maxOutput tokens
     * @param prices null where unknown, which is not the same as free
     */
    record Model(
            ModelId id,
            String displayName,
            long contextWindow,
            long maxOutput,
            @Nullable Prices prices,
            List<String> capabilities) {}

    /**
     * USD per million tokens.
     *
     * @param asOf the day the prices were read (ISO 8601)
     * @param source where they were read
     */
    record Prices(
            BigDecimal input,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal cacheWrite,
            BigDecimal output,
            String asOf,
            String source) {}
}
