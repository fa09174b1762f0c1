package com.samokoder.keys;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/**
 * A model as the API shows it; what is not known is null.
 *
 * @param usable whether the caller can call it now: by a key, or since none is needed
 */
record ModelView(
        String id,
        String provider,
        String name,
        String displayName,
        @Nullable Long contextWindow,
        @Nullable Long maxOutput,
        @Nullable Prices prices,
        List<String> capabilities,
        boolean usable) {

    static ModelView of(ProviderCatalog.Model model, boolean usable) {
        return new ModelView(
                model.id().toString(),
                model.id().provider(),
                model.id().name(),
                model.displayName(),
                model.contextWindow(),
                model.maxOutput(),
                model.prices() == null ? null : Prices.of(model.prices()),
                model.capabilities(),
                usable);
    }

    static ModelView unknown(ModelId id, boolean usable) {
        return new ModelView(
                id.toString(),
                id.provider(),
                id.name(),
                id.name(),
                null,
                null,
                null,
                List.of(),
                usable);
    }

    /** USD per million tokens, as decimal strings. */
    record Prices(
            String input,
            @Nullable String cachedInput,
            @Nullable String cacheWrite,
            String output,
            String asOf,
            String source) {

        static Prices of(ProviderCatalog.Prices prices) {
            return new Prices(
                    prices.input().toPlainString(),
                    text(prices.cachedInput()),
                    text(prices.cacheWrite()),
                    prices.output().toPlainString(),
                    prices.asOf(),
                    prices.source());
        }

        private static @Nullable String text(@Nullable BigDecimal price) {
            return price == null ? null : price.toPlainString();
        }
    }
}
