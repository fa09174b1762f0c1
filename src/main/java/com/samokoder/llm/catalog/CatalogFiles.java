package com.samokoder.llm.catalog;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Model;
import com.samokoder.llm.ProviderCatalog.Prices;
import com.samokoder.llm.ProviderCatalog.Provider;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** Reads the catalogue's files. */
final class CatalogFiles {
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .build();

    private CatalogFiles() {}

    static ProviderCatalog read(boolean withScripted) {
        var providers =
                read("providers.yaml", new TypeReference<List<Provider>>() {}).stream()
                        .filter(provider -> withScripted || !provider.scripted())
                        .toList();
        var models =
                read("models.yaml", new TypeReference<List<Entry>>() {}).stream()
                        .map(Entry::model)
                        .filter(model -> isKnown(providers, model))
                        .toList();
        return new KnownProviders(providers, models);
    }

    private static boolean isKnown(List<Provider> providers, Model model) {
        return providers.stream().anyMatch(p -> p.id().equals(model.id().provider()));
    }

    private static <T> T read(String name, TypeReference<T> type) {
        try (InputStream file = CatalogFiles.class.getResourceAsStream("/catalog/" + name)) {
            return YAML.readValue(Objects.requireNonNull(file, name), type);
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
    }

    /** A model as the file spells it. */
    private record Entry(
            String provider,
            String name,
            String displayName,
            long contextWindow,
            long maxOutput,
            List<String> capabilities,
            @Nullable PriceEntry prices) {

        Model model() {
            return new Model(
                    new ModelId(provider, name),
                    displayName,
                    contextWindow,
                    maxOutput,
                    prices == null ? null : prices.prices(),
                    List.copyOf(capabilities));
        }
    }

    /** Prices are strings in the file, so that no binary fraction comes between. */
    private record PriceEntry(
            BigDecimal input,
            @Nullable BigDecimal cachedInput,
            @Nullable BigDecimal cacheWrite,
            BigDecimal output,
            String asOf,
            String source) {

        Prices prices() {
            return new Prices(input, cachedInput, cacheWrite, output, asOf, source);
        }
    }
}
