package com.samokoder.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.TokenUsage;
import com.samokoder.llm.TokenUsage.Source;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

class PricingTests {
    private static final TokenUsage USAGE = new TokenUsage(1000, 200, 30, 4, 2, Source.MEASURED);

    @Test
    void chargesEachKindOfTokenAtItsPrice() {
        var price = pricing("1.25", "0.125", "1.5625", "10").price(model("openai"), USAGE);
        // 1000 * 1.25 + 200 * 0.125 + 30 * 1.5625 + 4 * 10, per million
        assertThat(price.cost()).isEqualTo("0.001361875");
        assertThat(price.version()).isEqualTo("2026-01-31");
    }

    @Test
    void chargesCachedTokensAsInputWhereTheListIsSilent() {
        var price = pricing("2", null, null, "10").price(model("openai"), USAGE);
        assertThat(price.cost()).isEqualTo("0.002500000");
    }

    @Test
    void roundsToNanodollarsHalfUp() {
        var one = new TokenUsage(1, 0, 0, 0, 0, Source.MEASURED);
        var price = pricing("0.0005", null, null, "1").price(model("openai"), one);
        assertThat(price.cost()).isEqualTo("0.000000001");
    }

    @Test
    void anUnknownPriceOrUsageIsNotFree() {
        var pricing = pricing("1", null, null, "1");
        assertThat(pricing.price(new ModelId("openai", "unknown"), USAGE).cost()).isNull();
        assertThat(pricing.price(model("openai"), TokenUsage.unavailable()).cost()).isNull();
    }

    @Test
    void localProvidersCostNothing() {
        var pricing = pricing("1", null, null, "1");
        assertThat(pricing.price(new ModelId("ollama", "any"), USAGE).cost()).isZero();
    }

    private static ModelId model(String provider) {
        return new ModelId(provider, "known");
    }

    private static Pricing pricing(String input, String cached, String write, String output) {
        var prices =
                new ProviderCatalog.Prices(
                        new BigDecimal(input),
                        cached == null ? null : new BigDecimal(cached),
                        write == null ? null : new BigDecimal(write),
                        new BigDecimal(output),
                        "2026-01-31",
                        "a test");
        return new Pricing(
                new Catalog(
                        new ProviderCatalog.Model(
                                model("openai"), "known", 1000, 100, prices, List.of())));
    }

    private record Catalog(Model known) implements ProviderCatalog {
        @Override
        public List<Provider> providers() {
            return List.of(
                    new Provider("openai", "", "", "", true, false, false, null),
                    new Provider("ollama", "", "", "", false, true, false, null));
        }

        @Override
        public Optional<Provider> provider(String id) {
            return providers().stream().filter(provider -> provider.id().equals(id)).findAny();
        }

        @Override
        public List<Model> models() {
            return List.of(known);
        }

        @Override
        public Optional<Model> model(ModelId id) {
            return models().stream().filter(model -> model.id().equals(id)).findAny();
        }
    }
}
