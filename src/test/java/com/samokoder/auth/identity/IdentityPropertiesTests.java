package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class IdentityPropertiesTests {
    @Test
    void defaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new IdentityProperties(
                                "samokoder",
                                Duration.ofMinutes(15),
                                Duration.ofDays(30),
                                Duration.ofSeconds(10),
                                List.of()));
    }

    @Test
    void mappings() {
        assertThat(
                        bind(
                                Map.of(
                                        "samokoder.auth.issuer", "https://samo.example",
                                        "samokoder.auth.access-token-lifetime", "5m",
                                        "samokoder.auth.refresh-token-lifetime", "1d",
                                        "samokoder.auth.refresh-grace", "3s",
                                        "samokoder.auth.admins", "a@example.com, b@example.com")))
                .isEqualTo(
                        new IdentityProperties(
                                "https://samo.example",
                                Duration.ofMinutes(5),
                                Duration.ofDays(1),
                                Duration.ofSeconds(3),
                                List.of("a@example.com", "b@example.com")));
    }

    @Test
    void administratorsAreListedInAnySpelling() {
        var properties = bind(Map.of("samokoder.auth.admins", "Boss@Example.com"));

        assertThat(properties.listsAdmin("boss@example.com")).isTrue();
        assertThat(properties.listsAdmin("boss@example.com.attacker.example")).isFalse();
        assertThat(properties.listsAdmin("")).isFalse();
    }

    private static IdentityProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.auth", IdentityProperties.class);
    }
}
