package com.samokoder.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

class HttpPropertiesTests {
    private static HttpProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.http", HttpProperties.class);
    }

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of()))
                .isEqualTo(
                        new HttpProperties(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(180),
                                Duration.ofSeconds(90),
                                Duration.ofMinutes(15),
                                Duration.ofMillis(500),
                                256,
                                Duration.ofMinutes(2),
                                Set.of(443, 8443),
                                null));
    }

    @Test
    void readsEveryProperty() {
        assertThat(
                        bind(
                                Map.of(
                                        "samokoder.http.connect-timeout", "1s",
                                        "samokoder.http.first-byte-timeout", "2s",
                                        "samokoder.http.idle-timeout", "3s",
                                        "samokoder.http.call-timeout", "4s",
                                        "samokoder.http.watchdog-sweep", "5ms",
                                        "samokoder.http.idle-connections", "6",
                                        "samokoder.http.keep-alive", "7s",
                                        "samokoder.http.allowed-ports", "8",
                                        "samokoder.http.allow-private-base-urls", "true")))
                .isEqualTo(
                        new HttpProperties(
                                Duration.ofSeconds(1),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                Duration.ofSeconds(4),
                                Duration.ofMillis(5),
                                6,
                                Duration.ofSeconds(7),
                                Set.of(8),
                                true));
    }

    @Test
    void anEmptyPermissionMeansTheDefault() {
        var unset = bind(Map.of("samokoder.http.allow-private-base-urls", ""));
        assertThat(unset.allowPrivateBaseUrls()).isNull();
    }
}
