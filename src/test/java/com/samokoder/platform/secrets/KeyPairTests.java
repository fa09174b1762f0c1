package com.samokoder.platform.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyPairTests {

    @Test
    void acceptsARandomPair() {
        var pair = new KeyPair("kQ7w" + "Rz2Lx9Vb4Nt6Mj1Hf8Gd3Sc5Pa0Y", "u6Tr4Ew2" + "Qa8Zx1Cv");

        assertThat(pair.weaknesses("KEY", "SALT")).isEmpty();
    }

    @Test
    void namesEveryProblemAtOnce() {
        assertThat(new KeyPair("", "short").weaknesses("KEY", "SALT"))
                .hasSize(2)
                .anyMatch(text -> text.startsWith("KEY is not set"))
                .anyMatch(text -> text.startsWith("SALT must have exactly 16 characters"));
    }

    @ParameterizedTest
    @CsvSource({
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, repeats too few",
        "your-32-character-encryption-key, example value",
        "change-me-change-me-change-me-32, example value",
        "0123456789, must have exactly 32"
    })
    void refusesWhatOthersCouldGuess(String key, String reason) {
        assertThat(new KeyPair(key, "u6Tr4Ew2" + "Qa8Zx1Cv").weaknesses("KEY", "SALT"))
                .singleElement()
                .asString()
                .contains(reason)
                .doesNotContain(key);
    }
}
