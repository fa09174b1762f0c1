package com.samokoder.gateway;

import com.samokoder.keys.KeyVault;
import com.samokoder.keys.KeyVault.StoredKey;
import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Provider;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the model and the key for a wish, among the user's own keys alone. Keys are tried by
 * priority; those that the provider refused or called empty wait behind the others.
 */
@Component
class Router {
    private final KeyVault vault;
    private final ProviderCatalog catalog;
    private final ChatModels models;

    Router(KeyVault vault, ProviderCatalog catalog, ChatModels models) {
        this.vault = vault;
        this.catalog = catalog;
        this.models = models;
    }

    /**
     * All that may serve the wish, in the order in which they are to be tried; at least one.
     *
     * @throws ApiException {@code provider_key_missing}, or {@code invalid_request} for a provider
     *     or model that nobody could mean
     */
    List<Route> routes(ModelWish wish) {
        var routes = new ArrayList<>(inForm(wish, routesOf(wish)));
        if (wish.client() != null) {
            wish.client().fallbacks().forEach(model -> addFallback(routes, wish.instead(model)));
        }
        if (routes.isEmpty()) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, LlmGateway.FORM_NOT_SERVED);
        }
        return routes.stream().distinct().toList();
    }

    /** A fallback without a key is no fallback, and no reason to refuse what has one. */
    private void addFallback(List<Route> routes, ModelWish fallback) {
        try {
            routes.addAll(inForm(fallback, routesOf(fallback)));
        } catch (ApiException unserved) {
            if (unserved.code() != ErrorCode.PROVIDER_KEY_MISSING) {
                throw unserved;
            }
        }
    }

    private List<Route> inForm(ModelWish wish, List<Route> routes) {
        var client = wish.client();
        return client == null
                ? routes
                : routes.stream()
                        .filter(route -> models.serves(route.model().provider(), client.form()))
                        .toList();
    }

    private List<Route> routesOf(ModelWish wish) {
        var keys = candidates(wish);
        var provider = provider(wish, keys);
        if (provider == null) {
            return routesAnywhere(wish, keys);
        }
        var ofProvider = keys.stream().filter(key -> key.provider().equals(provider.id())).toList();
        var model = modelName(provider, wish.model());
        var byKey = withKeys(ofProvider, provider, model);
        return byKey.isEmpty()
                ? List.of(withoutKey(provider, model, ofProvider))
                : ofOneModel(byKey);
    }

    private static List<Route> withKeys(
            List<StoredKey> keys, Provider provider, @Nullable String model) {
        return keys.stream().flatMap(key -> withKey(key, provider, model).stream()).toList();
    }

    private List<StoredKey> candidates(ModelWish wish) {
        var own =
                vault.list(wish.user()).stream()
                        .sorted(
                                Comparator.comparing(StoredKey::failing)
                                        .thenComparing(StoredKey::throttled)
                                        .thenComparing(StoredKey::priority))
                        .toList();
        return wish.keyId() == null ? own : List.of(chosen(own, wish.keyId()));
    }

    private static StoredKey chosen(List<StoredKey> own, UUID id) {
        return own.stream()
                .filter(key -> key.id().value().equals(id))
                .findAny()
                .orElseThrow(() -> missing("gateway.key_gone"));
    }

    /** The provider that the wish names or implies; null where the keys decide. */
    private @Nullable Provider provider(ModelWish wish, List<StoredKey> keys) {
        if (wish.provider() != null) {
            return known(wish.provider());
        }
        if (wish.keyId() != null) {
            return known(keys.getFirst().provider());
        }
        return wish.model() == null ? null : named(wish.model()).orElse(null);
    }

    private Optional<Provider> named(String model) {
        int slash = model.indexOf('/');
        return slash < 0 ? Optional.empty() : catalog.provider(model.substring(0, slash));
    }

    private Provider known(String id) {
        return catalog.provider(id)
                .orElseThrow(() ->
                        ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.unknown_provider"));
    }

    /**
     * The model as the provider spells it. A provider's own names may begin like its id, so the
     * prefix goes only where no such model is known.
     */
    private @Nullable String modelName(Provider provider, @Nullable String wished) {
        var prefix = provider.id() + "/";
        if (wished == null || !wished.startsWith(prefix)) {
            return wished;
        }
        boolean spelledSo = catalog.model(new ModelId(provider.id(), wished)).isPresent();
        return spelledSo ? wished : wished.substring(prefix.length());
    }

    private static Optional<Route> withKey(
            StoredKey key, Provider provider, @Nullable String wished) {
        return wanted(key, provider, wished)
                .map(name -> new ModelId(provider.id(), name))
                .filter(key::allows)
                .map(model -> new Route(model, key));
    }

    /** Without a wish: the provider's default, or the first that the key's owner allows. */
    private static Optional<String> wanted(
            StoredKey key, Provider provider, @Nullable String wished) {
        if (wished != null) {
            return Optional.of(wished);
        }
        var preferred = Optional.ofNullable(provider.defaultModel());
        return preferred
                .filter(name -> key.allows(new ModelId(provider.id(), name)))
                .or(() -> key.allowedModels().stream().findFirst().map(first -> bare(key, first)));
    }

    private static String bare(StoredKey key, String model) {
        var prefix = key.provider() + "/";
        return model.startsWith(prefix) ? model.substring(prefix.length()) : model;
    }

    private Route withoutKey(Provider provider, @Nullable String wished, List<StoredKey> refused) {
        if (!refused.isEmpty()) {
            throw missing(
                    wished == null ? "gateway.no_default_model" : "gateway.model_not_allowed");
        }
        var name = wished == null ? provider.defaultModel() : wished;
        if (provider.needsKey()
                || name == null
                || provider.baseUrl() == null && !provider.scripted()) {
            throw missing("gateway.no_key_for_provider");
        }
        return new Route(new ModelId(provider.id(), name), null);
    }

    /** No provider was named: the keys decide, and without any there is only the scripted one. */
    private List<Route> routesAnywhere(ModelWish wish, List<StoredKey> keys) {
        if (wish.model() != null) {
            return byBareName(wish.model(), keys);
        }
        var routes =
                keys.stream()
                        .flatMap(key ->
                                catalog.provider(key.provider()).stream()
                                        .flatMap(provider -> withKey(key, provider, null).stream()))
                        .toList();
        return routes.isEmpty() ? List.of(scripted(keys)) : ofOneModel(routes);
    }

    /** Nobody listed the other providers' models as a replacement. */
    private static List<Route> ofOneModel(List<Route> routes) {
        var model = routes.getFirst().model();
        return routes.stream().filter(route -> route.model().equals(model)).toList();
    }

    private Route scripted(List<StoredKey> keys) {
        if (!keys.isEmpty()) {
            throw missing("gateway.no_default_model");
        }
        return catalog.providers().stream()
                .filter(Provider::scripted)
                .findFirst()
                .map(provider ->
                        new ModelId(provider.id(), Objects.requireNonNull(provider.defaultModel())))
                .map(model -> new Route(model, null))
                .orElseThrow(() -> missing("provider_key_missing.detail"));
    }

    /**
     * A name without its provider must mean one thing: a model that one provider of the user's keys
     * is known to have, or, for names nobody knows, the only provider there are keys for.
     */
    private List<Route> byBareName(String name, List<StoredKey> keys) {
        var providers = keys.stream().map(StoredKey::provider).distinct().toList();
        var knowing =
                providers.stream()
                        .filter(id -> catalog.model(new ModelId(id, name)).isPresent())
                        .toList();
        var meant = knowing.isEmpty() ? providers : knowing;
        if (meant.isEmpty()) {
            throw missing("provider_key_missing.detail");
        }
        if (meant.size() > 1) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "gateway.ambiguous_model");
        }
        var provider = known(meant.getFirst());
        var ofProvider = keys.stream().filter(key -> key.provider().equals(provider.id())).toList();
        var routes = withKeys(ofProvider, provider, name);
        if (routes.isEmpty()) {
            throw missing("gateway.model_not_allowed");
        }
        return routes;
    }

    private static ApiException missing(String detail) {
        return ApiException.of(ErrorCode.PROVIDER_KEY_MISSING, detail);
    }
}
