package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.Map;

class PromptTests {
    private final Prompt prompt =
            Prompt.of("greeting", "Hello {{name}}, {{name}}! {not} {{ this }}");

    @Test
    void insertsValuesWithoutLookingIntoThem() {
        assertThat(prompt.render(Map.of("name", "{{name}} $1 \\")))
                .isEqualTo("Hello {{name}} $1 \\, {{name}} $1 \\! {not} {{ this }}");
    }

    @Test
    void refusesMissingAndUnknownValues() {
        var none = Map.<String, String>of();
        var more = Map.of("name", "a", "age", "b");
        assertThatThrownBy(() -> prompt.render(none)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> prompt.render(more)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Prompt.load("nobody/system"))
                .isInstanceOf(IllegalStateException.class);
    }
}
