package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.util.Map;

class AgentsPropertiesTests {
    @Test
    void hasDefaults() {
        assertThat(bound(Map.of())).isEqualTo(new AgentsProperties(60_000, 8_000, 16_000));
    }

    @Test
    void takesEverySetting() {
        assertThat(
                        bound(
                                Map.of(
                                        "samokoder.agents.context-tokens", "9000",
                                        "samokoder.agents.planning-tokens", "2000",
                                        "samokoder.agents.writing-tokens", "3000")))
                .isEqualTo(new AgentsProperties(9_000, 2_000, 3_000));
    }

    private static AgentsProperties bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.agents", AgentsProperties.class);
    }
}
