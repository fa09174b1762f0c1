package com.samokoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;

class TextsTests {
    private static final Path FOLDER = Path.of("src/main/resources/messages");
    private static final Pattern VALUE = Pattern.compile("\\{\\d");
    private static final Pattern CYRILLIC = Pattern.compile("\\p{IsCyrillic}");

    @ParameterizedTest
    @EnumSource
    void everyErrorCodeHasItsWordsInBothLanguages(ErrorCode code) {
        var texts = new Texts();
        for (String part : List.of(".title", ".detail")) {
            var key = code.code() + part;
            assertThat(texts.text(key, Locale.ENGLISH)).isNotEqualTo(key).doesNotContain("''");
            assertThat(texts.text(key, Locale.forLanguageTag("ru"))).containsPattern(CYRILLIC);
        }
    }

    @Test
    void everyTextHasItsTwinInTheOtherLanguage() throws IOException {
        for (Path english : bundles()) {
            var russian = Path.of(english.toString().replace(".properties", "_ru.properties"));
            assertThat(read(russian).keySet())
                    .as(english.toString())
                    .isEqualTo(read(english).keySet());
        }
    }

    /** Texts with values go through MessageFormat, which eats a lone apostrophe; others do not. */
    @Test
    void apostrophesFitTheirTexts() throws IOException {
        for (Path file : bundles()) {
            read(file)
                    .forEach((key, text) -> {
                        boolean formatted = VALUE.matcher((String) text).find();
                        boolean doubled = ((String) text).contains("''");
                        boolean any = ((String) text).contains("'");
                        assertThat(any && formatted != doubled).as("%s: %s", file, key).isFalse();
                    });
        }
    }

    private static List<Path> bundles() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> !file.toString().endsWith("_ru.properties")).toList();
        }
    }

    private static Properties read(Path file) throws IOException {
        var properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        return properties;
    }
}
