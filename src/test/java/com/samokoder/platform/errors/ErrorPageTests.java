package com.samokoder.platform.errors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** The page that explains the vocabulary names all of it and nothing else. */
class ErrorPageTests {

    @Test
    void listsEveryCodeWithItsStatusAndSource() throws Exception {
        var rows =
                Files.readAllLines(Path.of("docs/errors.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2)))
                        .toList();

        assertThat(rows)
                .containsExactlyElementsOf(
                        Arrays.stream(ErrorCode.values()).map(ErrorPageTests::row).toList());
    }

    private static String row(ErrorCode code) {
        return "| `%s` | %d | `%s` | %s "
                .formatted(
                        code.code(),
                        code.status(),
                        code.source().name().toLowerCase(Locale.ROOT),
                        code.retryable() ? "yes" : "no");
    }
}
