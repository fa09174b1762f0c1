package com.samokoder.platform.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.samokoder.platform.secrets.Secret;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class StrictJsonTests {
    private final JsonMapper json = StrictJson.mapper();

    enum Mood {
        VERY_GOOD,
        @JsonProperty("so:so")
        MIXED
    }

    record Order(
            String fullName,
            Integer count,
            Boolean paid,
            BigDecimal priceUsd,
            Mood mood,
            Instant at,
            UUID id,
            List<Order> parts,
            Double weight) {}

    record Safe(String name, Secret password) {}

    @Test
    void writesTheDialect() {
        var order =
                new Order(
                        "Ann",
                        2,
                        true,
                        new BigDecimal("0.004210"),
                        Mood.VERY_GOOD,
                        Instant.parse("2026-01-02T03:04:05.678Z"),
                        new UUID(0, 1),
                        List.of(),
                        null);
        assertThat(json.writeValueAsString(order))
                .isEqualTo(
                        "{\"full_name\":\"Ann\",\"count\":2,\"paid\":true,\"price_usd\":\"0.004210\","
                                + "\"mood\":\"very_good\",\"at\":\"2026-01-02T03:04:05.678Z\","
                                + "\"id\":\"00000000-0000-0000-0000-000000000001\",\"parts\":[],\"weight\":null}");
        assertThat(json.readValue(json.writeValueAsString(order), Order.class)).isEqualTo(order);
    }

    @Test
    void explicitEnumNamesWin() {
        assertThat(json.writeValueAsString(Mood.MIXED)).isEqualTo("\"so:so\"");
        assertThat(json.readValue("\"so:so\"", Mood.class)).isEqualTo(Mood.MIXED);
    }

    @Test
    void smallDecimalsAreWrittenPlainly() {
        assertThat(json.writeValueAsString(new BigDecimal("1E-9"))).isEqualTo("\"0.000000001\"");
    }

    @Test
    void readsWhatPostgresWritesForATime() {
        assertThat(json.readValue("\"2026-01-02T03:04:05.678901+00:00\"", Instant.class))
                .isEqualTo(Instant.parse("2026-01-02T03:04:05.678901Z"));
    }

    @Test
    void readsADecimalFromANumberWithoutRounding() {
        assertThat(json.readValue("0.1000000000000000055", BigDecimal.class))
                .isEqualTo(new BigDecimal("0.1000000000000000055"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"unknown\":1}",
                "{\"fullName\":\"camel\"}",
                "{\"full_name\":1}",
                "{\"full_name\":true}",
                "{\"full_name\":[\"a\"]}",
                "{\"count\":\"2\"}",
                "{\"count\":2.5}",
                "{\"count\":true}",
                "{\"count\":\"\"}",
                "{\"paid\":\"true\"}",
                "{\"paid\":1}",
                "{\"weight\":\"1.5\"}",
                "{\"price_usd\":\"1e5\"}",
                "{\"price_usd\":1e999999999}",
                "{\"price_usd\":\"\"}",
                "{\"price_usd\":\"NaN\"}",
                "{\"price_usd\":{}}",
                "{\"mood\":\"VERY_GOOD\"}",
                "{\"mood\":0}",
                "{\"mood\":\"\"}",
                "{\"id\":\"nope\"}",
                "{\"id\":\"\"}",
                "{\"at\":\"yesterday\"}",
                "{\"count\":1,\"count\":2}",
                "{} {}",
                "{\"count\":1",
                "[]",
                "\"\""
            })
    void refuses(String text) {
        assertThatThrownBy(() -> json.readValue(text, Order.class))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void refusesAbsurdNesting() {
        assertThatThrownBy(() -> json.readTree("[".repeat(101) + "]".repeat(101)))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void secretsNeverBecomeJson() {
        var secret = new Secret("planted-" + "value");
        assertThat(json.writeValueAsString(new Safe("a", secret))).isEqualTo("{\"name\":\"a\"}");
        assertThatThrownBy(() -> json.writeValueAsString(secret))
                .hasMessageContaining("no JSON form")
                .hasMessageNotContaining("planted");
        assertThatThrownBy(() -> json.writeValueAsString(Map.of("k", secret)))
                .hasMessageNotContaining("planted");
    }
}
