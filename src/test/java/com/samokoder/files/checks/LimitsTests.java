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
        for (var ending : ENDINGS) {
            // Long ones are given up, short ones are read to their end.
            endsInTime("a." + ending, unit.repeat(100_000 / unit.length()), Duration.ofMillis(10));
            endsInTime("a." + ending, unit.repeat(1000 / unit.length()), Duration.ofSeconds(2));
        }
    }

    private static void endsInTime(String path, String text, Duration patience) {
        long start = System.nanoTime();
        var report = Project.with(path, text).report(patience);
        assertThat(report).isNotNull();
        assertThat((System.nanoTime() - start) / 1e6).as(path).isLessThan(2500);
    }

    @Test
    void aFileTooLongToParseIsSkippedWithAWarning() {
        var text = "const a = 1;\n".repeat(100_000);

        assertThat(Project.with("a.js", text).findings())
                .containsExactly("a.js:0 syntax (warning)");
        assertThat(Project.with("a.js", text).report().verified()).isTrue();
    }

    @Test
    void pagesWithScriptsDoNotWaitForEachOther() throws Exception {
        var page = "<script>const = 1</script>\n".repeat(20);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var reports =
                    IntStream.range(0, 8)
                            .mapToObj(i ->
                                    threads.submit(() -> Project.with("a.html", page).findings()))
                            .toList();
            for (var report : reports) {
                assertThat(report.get()).hasSizeGreaterThan(1);
            }
        }
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
