package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Model;
import com.samokoder.llm.ProviderCatalog.Provider;
import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Which providers and models there are, and which of them a user can use. */
@Service
class CatalogueService {
    private final ProviderCatalog catalog;
    private final KeyRepository keys;
    private final KeyChecks checks;

    CatalogueService(ProviderCatalog catalog, KeyRepository keys, KeyChecks checks) {
        this.catalog = catalog;
        this.keys = keys;
        this.checks = checks;
    }

    List<ProviderView> providers(UserId user) {
        var withKey = providersWithKey(user);
        return catalog.providers().stream()
                .map(provider -> ProviderView.of(provider, withKey.contains(provider.id())))
                .toList();
    }

    /** The known models, of one provider or of all. */
    List<ModelView> models(UserId user, @Nullable String provider) {
        var usable = providersWithKey(user);
        catalog.providers().stream()
                .filter(known -> !known.needsKey())
                .map(Provider::id)
                .forEach(usable::add);
        return catalog.models().stream()
                .filter(model -> provider == null || model.id().provider().equals(provider))
                .map(model -> ModelView.of(model, usable.contains(model.id().provider())))
                .toList();
    }

    /** What the provider offers to this key right now, as far as the key's owner allows it. */
    List<ModelView> models(UserId user, KeyId id) {
        var key = keys.find(user, id).orElseThrow(ApiException::notFound);
        var stored = key.stored();
        return checks.listModels(user, id).stream()
                .map(name -> view(new ModelId(key.provider(), name), stored))
                .toList();
    }

    private ModelView view(ModelId id, KeyVault.StoredKey key) {
        boolean usable = key.allows(id);
        return catalog.model(id)
                .map((Model model) -> ModelView.of(model, usable))
                .orElseGet(() -> ModelView.unknown(id, usable));
    }

    private Set<String> providersWithKey(UserId user) {
        return keys.list(user).stream().map(KeyRow::provider).collect(Collectors.toSet());
    }
}
