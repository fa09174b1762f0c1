package com.samokoder.files.checks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

class SyntaxTests {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "good.json",
                "tsconfig.json",
                "good.yaml",
                "good.toml",
                "good.xml",
                "good.html",
                "template.html",
                "good.css",
                "good.js",
                "good.jsx",
                "good.ts",
                "good.tsx",
                "good.py",
                "good.java",
                "good.vue",
                "drawing.svg"
            })
    void goodFilesPass(String name) {
        assertThat(Project.with(name, corpus("good", name)).findings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "comma.json, 3",
        "duplicate.json, 3",
        "trailing.json, 4",
        "indent.yaml, 3",
        "tab.yaml, 2",
        "quote.toml, 2",
        "twice.toml, 3",
        "unclosed.xml, 3",
        "entity.xml, 2",
        "unclosed.html, 4",
        "stray.html, 3",
        "attribute.html, 2",
        "script.html, 6",
        "style.html, 5",
        "brace.css, 4",
        "stray.css, 4",
        "colon.css, 2",
        "comment.css, 4",
        "string.css, 2",
        "rule.css, 4",
        "const.js, 2",
        "bracket.js, 3",
        "string.js, 2",
        "stray.js, 4",
        "prose.js, 1",
        "tag.jsx, 4",
        "type.ts, 3",
        "brace.ts, 5",
        "tag.tsx, 5",
        "colon.py, 3",
        "bracket.py, 2",
        "dedent.py, 4",
        "indent.py, 3",
        "block.py, 1",
        "print.py, 2",
        "fence.py, 1",
        "semicolon.java, 3",
        "brace.java, 5",
        "bracket.java, 3",
        "script.vue, 6"
    })
    void brokenFilesFailWhereTheyAreBroken(String name, int line) {
        var findings = Project.with(name, corpus("broken", name)).report().findings();

        assertThat(findings).as("%s", findings).isNotEmpty();
        assertThat(findings.getFirst())
                .returns(Finding.SYNTAX, Finding::check)
                .returns(Severity.ERROR, Finding::severity)
                .as("%s", findings.getFirst().message())
                .returns(line, Finding::line);
    }

    private static String corpus(String folder, String name) {
        var resource = "/checks/" + folder + "/" + name + ".txt";
        try (var stream = SyntaxTests.class.getResourceAsStream(resource)) {
            assertThat(stream).as(resource).isNotNull();
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
