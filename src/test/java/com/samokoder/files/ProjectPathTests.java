package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;

class ProjectPathTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "index.html",
                "src/main/java/App.java",
                ".gitignore",
                ".github/workflows/ci.yml",
                ".env.example",
                "pages/[id].tsx",
                "pages/[...slug].tsx",
                "with space/in the middle.txt",
                "привет/мир.txt",
                "日本語.md",
                "emoji 🍏.txt",
                "console.js",
                "auxiliary/nullable.ts",
                "com10.txt",
                "a..b",
                "...hidden",
                "~user",
                "@scope/package.json",
                "a+b=c&d,e;f%2e.txt",
                "-rf"
            })
    void acceptsWhatProjectsHold(String text) {
        assertThat(ProjectPath.parse(text)).map(ProjectPath::value).contains(text);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatLeavesHidesOrBreaks(String text) {
        assertThat(ProjectPath.parse(text)).isEmpty();
        assertThatThrownBy(() -> new ProjectPath(text))
                .isInstanceOf(IllegalArgumentException.class);
    }

    static Stream<String> hostile() {
        return Stream.of(
                        Stream.of("", " ", "/", "//", "a//b", "a/", "/a", "\t", "\u00a0", "\u3000"),
                        Stream.of(".", "..", "./a", "a/.", "../a", "a/..", "a/../b", "a/../../b"),
                        Stream.of("..\\a", "a\\b", "\\\\host\\share", "\\", "C:", "C:/a", "c:a"),
                        Stream.of("/etc/passwd", "file:///etc/passwd", "a:b", "a/b::$DATA"),
                        Stream.of("a\u0000", "a\u0000.txt", "a\nb", "a\rb", "a\u007fb", "a\u0085b"),
                        Stream.of("con", "CON", "Con.txt", "a/nul", "aux.c", "prn", "nul.tar.gz"),
                        Stream.of(
                                "com1",
                                "COM9.log",
                                "com0",
                                "com\u00b9",
                                "lpt1",
                                "lpt9.x",
                                "com4/a"),
                        Stream.of("conin$", "CONOUT$.txt", "con .txt", "nul ."),
                        Stream.of(
                                "a.", "a ", " a", "a./b", "a /b", "a/ b", "a/b.", "a...",
                                "a\u00a0"),
                        Stream.of(".git", ".git/config", "a/.GIT/hooks/x", ".Git", "git~1/config"),
                        Stream.of(
                                ".g\u200cit/config", "\ufeff.git/config", ".git\u200d", "a\u00adb"),
                        Stream.of(
                                "a\u202etxt.exe",
                                "a\u2066b",
                                "a\u2028b",
                                "a\u2029b",
                                "\ud800",
                                "a\udc00b"),
                        Stream.of(
                                "\uff0e\uff0e/a",
                                "\u2025/a",
                                "a\uff0fb",
                                "a\uff3cb",
                                "\uff43\uff4f\uff4e"),
                        Stream.of(
                                "\u2024\u2024/a",
                                "a\u2215b",
                                "a\u2044b",
                                "a\u29f8b",
                                "a\u2216b",
                                "a\u29f5b"),
                        Stream.of("a*", "a?", "a\"b", "a<b", "a>b", "a|b"),
                        Stream.of("a".repeat(241), "я".repeat(128), "a/".repeat(120) + "b"))
                .flatMap(texts -> texts);
    }

    @Test
    void keepsToTheLongest() {
        assertThat(ProjectPath.parse("a".repeat(240))).isPresent();
        assertThat(ProjectPath.parse("я".repeat(127))).isPresent();
    }

    @Test
    void composesWhatMacOsDecomposes() {
        assertThat(ProjectPath.parse("и\u0306.txt")).contains(new ProjectPath("й.txt"));
        assertThatThrownBy(() -> new ProjectPath("и\u0306.txt"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void neverLeavesTheProjectWhateverIsThrownAtIt() {
        var random = new Random(20261122);
        var pieces =
                new String[] {
                    "..", ".", "/", "\\", "a", "B", " ", "\u0000", ":", "~", "\uff0e", "\u2024",
                    "\uff0f", "é", "e\u0301", "\u200b", "con", ".git", "%2e", "\ud83c", "\udf4f"
                };
        var root = Path.of("/srv/project");
        for (int round = 0; round < 200_000; round++) {
            var text = new StringBuilder();
            for (int piece = random.nextInt(1, 8); piece > 0; piece--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            ProjectPath.parse(text.toString())
                    .ifPresent(path -> {
                        var resolved = root.resolve(path.value()).normalize();
                        assertThat(resolved.startsWith(root)).as(path.value()).isTrue();
                        assertThat(resolved).hasToString(root + "/" + path.value());
                    });
        }
    }
}
