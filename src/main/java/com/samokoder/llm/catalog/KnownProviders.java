package com.samokoder.llm.catalog;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The catalogue in memory. */
final class KnownProviders implements ProviderCatalog {
    private final List<Provider> providers;
    private final List<Model> models;
    private final Map<String, Provider> providersById;
    private final Map<ModelId, Model> modelsById;

    KnownProviders(List<Provider> providers, List<Model> models) {
        this.providers = List.copyOf(providers);
        this.models = List.copyOf(models);
        this.providersById =
                providers.stream().collect(Collectors.toMap(Provider::id, Function.identity()));
        this.modelsById = models.stream().collect(Collectors.toMap(Model::id, Function.identity()));
    }

    @Override
    public List<Provider> providers() {
        return providers;
    }

    @Override
    public Optional<Provider> provider(String id) {
        return Optional.ofNullable(providersById.get(id));
    }

    @Override
    public List<Model> models() {
        return models;
    }

    @Override
    public Optional<Model> model(ModelId id) {
        return Optional.ofNullable(modelsById.get(id));
    }
}
