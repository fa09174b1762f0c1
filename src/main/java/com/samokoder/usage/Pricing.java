package com.samokoder.usage;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Prices;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;

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
        if (costsNothing(model)) {
            return new Price(BigDecimal.ZERO.setScale(DECIMALS), null);
        }
        var prices = catalog.model(model).map(ProviderCatalog.Model::prices).orElse(null);
        if (prices == null || usage.source() == TokenUsage.Source.UNAVAILABLE) {
            return new Price(null, null);
        }
        return new Price(cost(prices, usage), prices.asOf());
    }

    /** The highest that a call's tokens may cost; empty where nobody knows. */
    Optional<Rates> rates(ModelId model) {
        if (costsNothing(model)) {
            return Optional.of(new Rates(BigDecimal.ZERO, BigDecimal.ZERO));
        }
        return catalog.model(model)
                .map(ProviderCatalog.Model::prices)
                .map(prices ->
                        new Rates(
                                prices.input().max(or(prices.cacheWrite(), prices.input())),
                                prices.output()));
    }

    /** No model writes more than it can. */
    long capped(ModelId model, long output) {
        return catalog.model(model)
                .map(known -> Math.min(output, known.maxOutput()))
                .orElse(output);
    }

    /** Providers on the user's own machine, scripted ones, and what OpenRouter gives away. */
    private boolean costsNothing(ModelId model) {
        return model.provider().equals("openrouter") && model.name().endsWith(":free")
                || catalog.provider(model.provider())
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

    /** USD per million tokens. */
    record Rates(BigDecimal inputPrice, BigDecimal outputPrice) {

        boolean free() {
            return inputPrice.signum() == 0 && outputPrice.signum() == 0;
        }

        BigDecimal cost(long input, long output) {
            return times(input, inputPrice)
                    .add(times(output, outputPrice))
                    .movePointLeft(PER_MILLION)
                    .setScale(DECIMALS, RoundingMode.UP);
        }

        /** How many tokens of output the amount pays for, after the input. */
        long output(BigDecimal amount, long input) {
            if (outputPrice.signum() == 0) {
                return Long.MAX_VALUE;
            }
            return amount.movePointRight(PER_MILLION)
                    .subtract(times(input, inputPrice))
                    .divide(outputPrice, 0, RoundingMode.DOWN)
                    .max(BigDecimal.ZERO)
                    .longValue();
        }
    }
}
