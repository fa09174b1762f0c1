package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

class GuessedPasswordsTests {
    /** The first, some of the middle and the last of either list, and what no list needs. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "password", "12345678", "trustno1", "vinogradov", "dimazarya", "87654321",
                "йцукенгш", "hgfedcba", "xxxxxxxx", "12341234", "qazwsxqazwsxqazwsx", "31121999",
                "12311999", "20001231", "        "
            })
    void areTriedFirst(String password) {
        assertThat(GuessedPasswords.contain(password)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "correct horse battery staple",
                "password is a word",
                "31131999",
                "19991331",
                "311219991",
                "abcdefgabcdefg",
                "12345678 "
            })
    void leaveTheRestAlone(String password) {
        assertThat(GuessedPasswords.contain(password)).isFalse();
    }

    /** All are reachable: in lower case as they are looked up, and long enough to be chosen. */
    @Test
    void aboveSeventeenThousandAreListed() throws IOException {
        var leaked = lines("leaked-passwords.txt");
        assertThat(leaked).hasSizeGreaterThan(17_000).doesNotHaveDuplicates();
        for (var password : leaked) {
            assertThat(password).isLowerCase().hasSizeGreaterThanOrEqualTo(8);
        }
        assertThat(lines("common-passwords.txt"))
                .doesNotContainAnyElementsOf(leaked)
                .allMatch(password -> password.length() >= 8)
                .allMatch(GuessedPasswords::contain);
    }

    private static List<String> lines(String list) throws IOException {
        return new ClassPathResource("auth/" + list)
                .getContentAsString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }
}
