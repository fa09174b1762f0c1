package com.samokoder.keys;

import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Provider;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.http.ProviderUrls;
import com.samokoder.platform.http.UrlRefused;
import com.samokoder.platform.secrets.Secret;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.Locale;

/** What may be kept as a key, and for whom. */
@Component
class KeyRules {
    private final ProviderCatalog catalog;
    private final ProviderUrls urls;

    KeyRules(ProviderCatalog catalog, ProviderUrls urls) {
        this.catalog = catalog;
        this.urls = urls;
    }

    Provider provider(String id) {
        return catalog.provider(id)
                .filter(provider -> !provider.scripted())
                .orElseThrow(() -> invalid("/provider", "unknown_value", "keys.unknown_provider"));
    }

    /** Null where there is none and the provider can do without. */
    @Nullable Secret secret(Provider provider, @Nullable SuppliedKey supplied) {
        if (supplied != null) {
            return supplied.secret();
        }
        if (provider.needsKey()) {
            throw invalid("/api_key", "required", "keys.key_required");
        }
        return null;
    }

    /** Null for the provider's own address. */
    @Nullable String baseUrl(Provider provider, @Nullable String supplied) {
        if (supplied == null) {
            if (provider.baseUrl() == null) {
                throw invalid("/base_url", "required", "keys.base_url_required");
            }
            return null;
        }
        try {
            return urls.parse(supplied).toString();
        } catch (UrlRefused refused) {
            var reason = refused.reason().name().toLowerCase(Locale.ROOT);
            throw invalid("/base_url", reason, "keys.base_url_" + reason);
        }
    }

    private static ApiException invalid(String pointer, String code, String detail) {
        return ApiException.invalid(new FieldProblem(pointer, code, detail));
    }
}
