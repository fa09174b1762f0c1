package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

@Timeout(60)
class LimitsTests {
    private static final String[] ENDINGS = {
        "json", "yaml", "toml", "xml", "html", "css", "js", "ts", "tsx", "py", "java", "vue", "env"
    };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "[",
                "{",
                "<a>",
                "`${",
                "a=",
                "/*",
                "'",
                "x=>",
                "\n ",
                "!",
                "url(",
                "sk-",
                "# ",
                "import a.",
                "[[",
                "&a",
                "-----BEGIN ",
                "\\",
                "@import \"",
                "- ",
                "a:\n",
                "// rest "
            })
    void hostileFilesEndInTime(String unit) {
        var text = unit.repeat(100_000 / unit.length());
        for (var ending : ENDINGS) {
            long start = System.nanoTime();
            var report = Project.with("a." + ending, text).report(Duration.ofMillis(200));
            assertThat(report).isNotNull();
            assertThat((System.nanoTime() - start) / 1e6).as(ending).isLessThan(2500);
        }
    }

    @Test
    void aFileTooLongToParseIsSkippedWithAWarning() {
        var text = "const a = 1;\n".repeat(100_000);

        assertThat(Project.with("a.js", text).findings())
                .containsExactly("a.js:0 syntax (warning)");
        assertThat(Project.with("a.js", text).report().verified()).isTrue();
    }

    @Test
    void virtualThreadsCheckAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reports =
                    IntStream.range(0, 40)
                            .mapToObj(i ->
                                    threads.submit(
                                            () -> Project.with("a.js", "const = " + i).findings()))
                            .toList();
            for (var report : reports) {
                assertThat(report.get()).containsExactly("a.js:1 syntax");
            }
        }
    }
}
