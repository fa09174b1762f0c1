package com.samokoder.llm.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.ProviderCatalog;
import com.samokoder.llm.ProviderCatalog.Model;
import com.samokoder.llm.ProviderCatalog.Prices;
import com.samokoder.llm.ProviderCatalog.Provider;
import com.samokoder.llm.TestLlm;
import com.samokoder.llm.adapter.ProviderAdapter;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Objects;
import java.util.stream.Stream;

class ProviderCatalogTests {
    private final ProviderCatalog catalog = CatalogFiles.read(true);

    private Stream<Prices> prices() {
        return catalog.models().stream().map(Model::prices).filter(Objects::nonNull);
    }

    @Test
    void idsAreUniqueAndEveryModelHasAProvider() {
        assertThat(catalog.providers()).extracting(Provider::id).doesNotHaveDuplicates();
        assertThat(catalog.models()).extracting(Model::id).doesNotHaveDuplicates();
        assertThat(catalog.models())
                .allSatisfy(
                        model -> assertThat(catalog.provider(model.id().provider())).isPresent());
    }

    @Test
    void everyDefaultModelIsKnown() {
        assertThat(catalog.providers())
                .filteredOn(provider -> provider.defaultModel() != null)
                .hasSizeGreaterThan(10)
                .allSatisfy(provider ->
                        assertThat(
                                        catalog.model(
                                                new ModelId(
                                                        provider.id(), provider.defaultModel())))
                                .as(provider.id())
                                .isPresent());
    }

    @Test
    void credentialsTravelEncryptedExceptOnTheUsersOwnMachine() {
        assertThat(catalog.providers())
                .filteredOn(provider -> provider.baseUrl() != null)
                .allSatisfy(provider ->
                        assertThat(provider.baseUrl())
                                .startsWith(provider.local() ? "http://localhost:" : "https://"));
    }

    @Test
    void windowsHoldWhatModelsMayWrite() {
        assertThat(catalog.models())
                .allSatisfy(model -> {
                    assertThat(model.contextWindow()).isGreaterThanOrEqualTo(32_000);
                    assertThat(model.maxOutput()).isBetween(1L, model.contextWindow());
                    assertThat(model.capabilities()).isNotEmpty();
                });
    }

    @Test
    void pricesHaveADayAndASourceAndAreNeverNegative() {
        assertThat(prices())
                .allSatisfy(price -> {
                    assertThat(LocalDate.parse(price.asOf())).isAfter(LocalDate.of(2026, 1, 1));
                    assertThat(price.source()).isNotBlank();
                    assertThat(
                                    Stream.of(
                                                    price.input(),
                                                    price.output(),
                                                    price.cachedInput(),
                                                    price.cacheWrite())
                                            .filter(Objects::nonNull))
                            .allSatisfy(usd -> assertThat(usd).isNotNegative());
                    assertThat(price.output()).isGreaterThanOrEqualTo(price.input());
                });
    }

    @Test
    void pricesAreExact() {
        var luna = catalog.model(new ModelId("openai", "gpt-6-luna")).orElseThrow();
        assertThat(luna.prices().input()).isEqualTo(new BigDecimal("0.1"));
    }

    @Test
    void whatRunsAtHomeIsFree() {
        assertThat(catalog.models())
                .filteredOn(model -> catalog.provider(model.id().provider()).orElseThrow().local())
                .isNotEmpty()
                .allSatisfy(model -> assertThat(model.prices().output()).isZero());
    }

    @Test
    void everyProviderHasAnAdapter() {
        TestLlm.start(
                "development",
                context -> {
                    var adapters = context.getBeansOfType(ProviderAdapter.class).values();
                    assertThat(catalog.providers())
                            .allSatisfy(provider ->
                                    assertThat(adapters)
                                            .filteredOn(a -> a.serves(provider.id()))
                                            .as(provider.id())
                                            .hasSize(1));
                });
    }

    @Test
    void theWiredCatalogueIsTheOneInTheFiles() {
        try (var llm = new TestLlm()) {
            assertThat(llm.bean(ProviderCatalog.class).models()).isEqualTo(catalog.models());
        }
    }
}
