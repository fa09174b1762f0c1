package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Duration;
import java.util.Map;

class RunsPropertiesTests {
    private static final RunsProperties DEFAULTS =
            new RunsProperties(
                    true,
                    4,
                    4,
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    2,
                    5,
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    5,
                    500,
                    Duration.ofMinutes(30));

    @Test
    void hasDefaults() {
        assertThat(bind(Map.of())).isEqualTo(DEFAULTS);
        assertThat(DEFAULTS.isLeaseRenewedInTime()).isTrue();
    }

    @Test
    void readsEveryName() {
        var bound =
                bind(
                        Map.ofEntries(
                                Map.entry("samokoder.runs.worker", "false"),
                                Map.entry("samokoder.runs.concurrency", "1"),
                                Map.entry("samokoder.runs.parallel", "12"),
                                Map.entry("samokoder.runs.lease", "2s"),
                                Map.entry("samokoder.runs.poll", "3s"),
                                Map.entry("samokoder.runs.user-cap", "4"),
                                Map.entry("samokoder.runs.max-attempts", "6"),
                                Map.entry("samokoder.runs.patience", "7s"),
                                Map.entry("samokoder.runs.longest-wait", "8s"),
                                Map.entry("samokoder.runs.streams-per-user", "9"),
                                Map.entry("samokoder.runs.streams", "10"),
                                Map.entry("samokoder.runs.stream-time", "11s")));

        assertThat(bound)
                .isEqualTo(
                        new RunsProperties(
                                false,
                                1,
                                12,
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(3),
                                4,
                                6,
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8),
                                9,
                                10,
                                Duration.ofSeconds(11)));
        assertThat(bound.isLeaseRenewedInTime()).isFalse();
    }

    private static RunsProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.runs", RunsProperties.class);
    }
}
