package com.samokoder.gateway.surface;

import com.samokoder.auth.UserId;
import com.samokoder.gateway.Aliases;
import com.samokoder.keys.KeyVault;
import com.samokoder.keys.KeyVault.StoredKey;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Provider;

import org.springframework.stereotype.Service;

import java.util.LinkedHashMap;
import java.util.List;

/** Lists what a user's keys and aliases serve, as far as it is known without asking a provider. */
@Service
class ModelListing {
    private static final String ALIAS_OWNER = "samokoder";

    private final KeyVault vault;
    private final ProviderCatalog catalog;
    private final Aliases aliases;

    ModelListing(KeyVault vault, ProviderCatalog catalog, Aliases aliases) {
        this.vault = vault;
        this.catalog = catalog;
        this.aliases = aliases;
    }

    List<ServedModel> list(UserId user) {
        var models = new LinkedHashMap<String, ServedModel>();
        for (var alias : aliases.list(user)) {
            models.put(alias.name(), new ServedModel(alias.name(), ALIAS_OWNER, alias.name()));
        }
        for (var key : vault.list(user)) {
            known(key).forEach(model -> models.putIfAbsent(model.id(), model));
            named(key).forEach(model -> models.putIfAbsent(model.id(), model));
        }
        catalog.providers().stream()
                .filter(Provider::scripted)
                .forEach(provider -> models.putIfAbsent(provider.id(), scripted(provider)));
        return List.copyOf(models.values());
    }

    private static ServedModel scripted(Provider provider) {
        return new ServedModel(
                provider.id() + "/" + provider.defaultModel(), provider.id(), provider.name());
    }

    private List<ServedModel> known(StoredKey key) {
        return catalog.models().stream()
                .filter(model -> key.allows(model.id()))
                .map(model ->
                        new ServedModel(model.id().toString(), key.provider(), model.displayName()))
                .toList();
    }

    /** What the owner allows by name may be unknown to the catalogue. */
    private static List<ServedModel> named(StoredKey key) {
        var prefix = key.provider() + "/";
        return key.allowedModels().stream()
                .map(name -> name.startsWith(prefix) ? name : prefix + name)
                .map(id -> new ServedModel(id, key.provider(), id))
                .toList();
    }
}
