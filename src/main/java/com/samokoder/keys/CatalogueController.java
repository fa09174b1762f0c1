package com.samokoder.keys;

import com.samokoder.auth.CurrentUser;
import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.UUID;

/** Providers and models to choose from. */
@RestController
class CatalogueController {
    private final CatalogueService catalogue;

    CatalogueController(CatalogueService catalogue) {
        this.catalogue = catalogue;
    }

    @GetMapping("/api/providers")
    Page<ProviderView> providers(CurrentUser caller) {
        return whole(catalogue.providers(caller.id()));
    }

    @GetMapping("/api/models")
    Page<ModelView> models(
            CurrentUser caller,
            @RequestParam(required = false) @Nullable String provider,
            @RequestParam(name = "key_id", required = false) @Nullable UUID keyId) {
        if (keyId == null) {
            return whole(catalogue.models(caller.id(), provider));
        }
        return whole(catalogue.models(caller.id(), new KeyId(keyId)));
    }

    private static <T> Page<T> whole(List<T> list) {
        return new Page<>(list, new Page.Pagination(false, null));
    }
}
