package com.samokoder.usage;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Prices;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * What a call costs by the catalogue's price list.
 *
 * <p>Where a list names no price for the prompt cache, cached tokens are charged as ordinary input:
 * an estimate that may be too high, never too low. Local and scripted providers cost nothing. An
 * unknown price or an unknown usage makes an unknown cost, not a free call.
 */
@Component
class Pricing {
    private static final int PER_MILLION = 6;
    private static final int DECIMALS = 9;

    private final ProviderCatalog catalog;

    Pricing(ProviderCatalog catalog) {
        this.catalog = catalog;
    }

    Price price(ModelId model, TokenUsage usage) {
        if (costsNothing(model.provider())) {
            return new Price(BigDecimal.ZERO.setScale(DECIMALS), null);
        }
        var prices = catalog.model(model).map(ProviderCatalog.Model::prices).orElse(null);
        if (prices == null || usage.source() == TokenUsage.Source.UNAVAILABLE) {
            return new Price(null, null);
        }
        return new Price(cost(prices, usage), prices.asOf());
    }

    private boolean costsNothing(String provider) {
        return catalog.provider(provider)
                .filter(known -> known.local() || known.scripted())
                .isPresent();
    }

    private static BigDecimal cost(Prices prices, TokenUsage usage) {
        return times(usage.inputUncached(), prices.input())
                .add(times(usage.cacheRead(), or(prices.cachedInput(), prices.input())))
                .add(times(usage.cacheWrite(), or(prices.cacheWrite(), prices.input())))
                .add(times(usage.output(), prices.output()))
                .movePointLeft(PER_MILLION)
                .setScale(DECIMALS, RoundingMode.HALF_UP);
    }

    private static BigDecimal times(long tokens, BigDecimal price) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }

    private static BigDecimal or(@Nullable BigDecimal price, BigDecimal otherwise) {
        return price == null ? otherwise : price;
    }

    /**
     * @param cost in USD; null where unknown
     * @param version the day of the price list; null where none was applied
     */
    record Price(@Nullable BigDecimal cost, @Nullable String version) {}
}
