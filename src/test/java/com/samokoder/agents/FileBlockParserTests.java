package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.files.ProjectPath;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.stream.Collectors;

class FileBlockParserTests {
    private static final String SAMPLE =
            """
            Two files, as asked.
            <<<FILE aa11 src/app.js
            const text = "<<<FILE bb22 x.js";
            <<<END bb22
            console.log("Привет, мир 🎉");
            <<<END aa11
            And the page:
            ```
            <<<FILE aa11 ./index.html
            <!doctype html>

            <<<END aa11
            ```
            <<<DELETE aa11 old.js
            <<<FILE aa11 empty/__init__.py
            <<<END aa11
            """;

    private final RecordingListener listener = new RecordingListener();

    @Test
    void readsFilesDeletionsAndProse() {
        var blocks = parse(SAMPLE);

        assertThat(blocks.problems()).isEmpty();
        assertThat(blocks.blocks())
                .containsExactly(
                        put(
                                "src/app.js",
                                "const text = \"<<<FILE bb22 x.js\";\n<<<END bb22\n"
                                        + "console.log(\"Привет, мир 🎉\");\n"),
                        put("index.html", "<!doctype html>\n\n"),
                        new FileBlock.Delete(new ProjectPath("old.js")),
                        put("empty/__init__.py", ""));
        assertThat(listener.text).hasToString("Two files, as asked.\nAnd the page:\n");
        assertThat(listener.events)
                .containsExactly(
                        "started src/app.js",
                        "finished src/app.js",
                        "started index.html",
                        "finished index.html",
                        "started empty/__init__.py",
                        "finished empty/__init__.py");
    }

    @Test
    void doesNotCareWhereTheAnswerWasSplit() {
        var whole = parse(SAMPLE);
        for (int cut = 0; cut <= SAMPLE.length(); cut++) {
            assertThat(parse(SAMPLE.substring(0, cut), SAMPLE.substring(cut))).isEqualTo(whole);
        }
        assertThat(parse(SAMPLE.split(""))).isEqualTo(whole);
    }

    @Test
    void tellsTheListenerWhatItAccepts() {
        var blocks = parse(SAMPLE.split("(?<=\\G.{3})"));

        for (FileBlock block : blocks.blocks()) {
            if (block instanceof FileBlock.Whole(var path, var content, var _)) {
                assertThat(listener.files.get(path.value())).hasToString(content);
            }
        }
    }

    @Test
    void takesWindowsLineEndingsAndAMissingLastOne() {
        assertThat(parse(SAMPLE.replace("\n", "\r\n"))).isEqualTo(parse(SAMPLE));
        assertThat(parse(SAMPLE.stripTrailing())).isEqualTo(parse(SAMPLE));
    }

    @Test
    void takesMarkersThatAreClosedLikeTags() {
        assertThat(
                        parse("<<<FILE aa11 a.js>>>\nx\n<<<END aa11>>>\n<<<DELETE aa11 b.js>>>")
                                .blocks())
                .containsExactly(put("a.js", "x\n"), new FileBlock.Delete(new ProjectPath("b.js")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"```js", "```", "``` javascript"})
    void unpacksContentThatIsWrappedInAFence(String fence) {
        assertThat(parse(block("a.js", fence + "\nlet a;\n```\nlet b;\n```")).blocks())
                .containsExactly(put("a.js", "let a;\n```\nlet b;\n"));
        assertThat(listener.files.get("a.js")).hasToString("let a;\n```\nlet b;\n");
    }

    @Test
    void leavesFencesInProseAlone() {
        var text = "```sh\nnpm start\n```\n";
        assertThat(parse(block("README.md", text)).blocks())
                .containsExactly(put("README.md", text));
        assertThat(parse(block("README.md", "```markdown\n# A\n```\nx\n```\n```\n")).blocks())
                .containsExactly(put("README.md", "# A\n```\nx\n```\n"));
    }

    @Test
    void knowsInWhichFileTheAnswerBrokeOff() {
        var blocks = parse(block("a.js", "1\n") + "<<<FILE aa11 b.js\nhalf a li");

        assertThat(blocks.blocks()).containsExactly(put("a.js", "1\n"));
        assertThat(blocks.unfinished()).isEqualTo(new ProjectPath("b.js"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../x.js", "/etc/passwd", "a/../../x", "C:\\x", "a//b", ".git/config", " "})
    void refusesPathsOutsideTheProject(String path) {
        var blocks = parse(block(path, "x\n") + block("good.js", "y\n"));

        assertThat(keys(blocks)).containsExactly("path");
        assertThat(blocks.blocks()).containsExactly(put("good.js", "y\n"));
        assertThat(listener.files).containsOnlyKeys("good.js");
    }

    @Test
    void refusesAFileThatIsWrittenTwice() {
        assertThat(keys(parse(block("a.js", "1\n") + block("a.js", "2\n"))))
                .containsExactly("file_twice");
    }

    @Test
    void takesABlockAsEndedWhereTheNextOneBegins() {
        var blocks = parse("<<<FILE aa11 a.js\n1\n" + block("b.js", "2\n"));

        assertThat(blocks.problems()).isEmpty();
        assertThat(blocks.blocks()).containsExactly(put("a.js", "1\n"), put("b.js", "2\n"));
    }

    @Test
    void aPathAfterTheEndIsNoSummary() {
        var blocks = parse("<<<FILE aa11 a.js\n1\n<<<END aa11 a.js\n");

        assertThat(blocks.blocks()).containsExactly(put("a.js", "1\n"));
    }

    @Test
    void eachHalfOfAnEditMayHaveAnEndOfItsOwn() {
        var blocks =
                parse(
                        """
                        <<<EDIT aa11 a.js
                        <<<FIND aa11
                        1
                        <<<END aa11
                        <<<WITH aa11
                        2
                        <<<END aa11

                        <<<FIND aa11
                        3
                        <<<END aa11
                        <<<WITH aa11
                        <<<END aa11
                        <<<END aa11
                        <<<FILE aa11 b.js
                        4
                        <<<END aa11
                        """);

        assertThat(blocks.problems()).isEmpty();
        assertThat(blocks.unfinished()).isNull();
        assertThat(blocks.blocks())
                .containsExactly(
                        edit(
                                "a.js",
                                new Hunk(List.of("1"), List.of("2")),
                                new Hunk(List.of("3"), List.of())),
                        put("b.js", "4\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<<<FILE aa11 b.js\n2\n<<<END aa11\n"})
    void anEditThatEndsAfterWhatItFindsIsRefused(String next) {
        var blocks = parse("<<<EDIT aa11 a.js\n<<<FIND aa11\n1\n<<<END aa11\n" + next);

        assertThat(keys(blocks)).containsExactly("edit_incomplete");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\nNow the other file.\n<<<FILE aa11 b.js\n2\n<<<END aa11\n"})
    void aSentenceAfterAnEndWithoutItsWordIsNotTheFiles(String next) {
        var file = parse("<<<FILE aa11 a.js\n1\n<<<END\n\nThat is all.\n" + next);
        var edited =
                parse(
                        "<<<EDIT aa11 a.js\n<<<FIND aa11\n1\n<<<WITH aa11\n2\n<<<END\n\nDone.\n"
                                + next);

        assertThat(file.unfinished()).isNull();
        assertThat(file.blocks()).first().isEqualTo(put("a.js", "1\n"));
        assertThat(edited.unfinished()).isNull();
        assertThat(edited.blocks())
                .first()
                .isEqualTo(edit("a.js", new Hunk(List.of("1"), List.of("2"))));
    }

    @Test
    void anEndWithoutItsWordFarFromTheEndIsText() {
        var blocks = parse("<<<FILE aa11 a.md\n<<<END\n" + "more text\n".repeat(50));

        assertThat(blocks.unfinished()).isEqualTo(new ProjectPath("a.md"));
    }

    @Test
    void takesMarkersWithoutTheirWordWhereNoFileCouldHoldThem() {
        var answer =
                """
                <<<FILE `a.js`
                1
                <<<END
                <<<DELETE c.js
                <<<EDIT bb22cc33 d.js
                <<<FIND
                old
                <<<WITH bb22cc33
                new
                <<<END bb22cc33
                <<<FILE aa11 b.js
                2
                <<<END

                <<<FILE aa11 e.js
                3
                <<<END
                """;

        assertThat(parse(answer).problems()).isEmpty();
        assertThat(parse(answer).blocks())
                .containsExactly(
                        put("a.js", "1\n"),
                        new FileBlock.Delete(new ProjectPath("c.js")),
                        edit("d.js", new Hunk(List.of("old"), List.of("new"))),
                        put("b.js", "2\n"),
                        put("e.js", "3\n"));
    }

    @Test
    void readsEditsAndSummaries() {
        var answer =
                """
                <<<FILE aa11 a.js
                1
                <<<END aa11 Says one
                <<<EDIT aa11 b.js
                ```js
                <<<FIND aa11
                ```js
                old

                ```
                <<<WITH aa11
                <<<FIND aa11
                gone
                <<<WITH aa11
                new
                <<<END aa11 Says two
                <<<EDIT aa11 b.js
                <<<FIND aa11
                <<<WITH aa11
                end
                <<<END aa11
                """;

        var blocks = parse(answer);

        assertThat(blocks.problems()).isEmpty();
        assertThat(blocks.blocks())
                .containsExactly(
                        new FileBlock.Whole(new ProjectPath("a.js"), "1\n", "Says one"),
                        new FileBlock.Edit(
                                new ProjectPath("b.js"),
                                List.of(
                                        new Hunk(List.of("old", ""), List.of()),
                                        new Hunk(List.of("gone"), List.of("new")),
                                        new Hunk(List.of(), List.of("end"))),
                                "Says two"));
        assertThat(listener.files.get("b.js")).hasToString("end\n");
        assertThat(listener.events).contains("editing b.js");
        for (int cut = 0; cut <= answer.length(); cut++) {
            assertThat(parse(answer.substring(0, cut), answer.substring(cut))).isEqualTo(blocks);
        }
    }

    @Test
    void takesAFileBlockThatHoldsEditsForWhatItIs() {
        var answer = "<<<FILE aa11 a.js\n<<<FIND aa11\n1\n<<<WITH aa11\n2\n<<<END aa11\n";

        assertThat(parse(answer).blocks())
                .containsExactly(edit("a.js", new Hunk(List.of("1"), List.of("2"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<<<EDIT aa11 a.js\n1\n<<<END aa11\n",
                "<<<EDIT aa11 a.js\n<<<FIND aa11\n1\n<<<END aa11\n",
                "<<<EDIT aa11 a.js\n<<<WITH aa11\n1\n<<<END aa11\n",
                "<<<FILE aa11 a.js\n1\n<<<FIND aa11\n1\n<<<WITH aa11\n2\n<<<END aa11\n",
            })
    void refusesEditsThatLackAHalf(String answer) {
        assertThat(keys(parse(answer))).contains("edit_incomplete");
    }

    @Test
    void refusesFilesOverOneMebibyteWithoutKeepingThem() {
        var lines = "x".repeat(1023) + "\n";
        assertThat(parse(block("a.txt", lines.repeat(1024))).problems()).isEmpty();
        assertThat(keys(parse(block("a.txt", lines.repeat(1024) + "y"))))
                .containsExactly("file_large");
        assertThat(keys(parse(block("a.txt", "ж".repeat(600_000))))).containsExactly("file_large");
        assertThat(keys(parse(block("a.txt", "x".repeat(3_000_000)) + block("b.txt", "y"))))
                .containsExactly("file_large");
    }

    private static String block(String path, String content) {
        return new BlockFormat("aa11").file(path, content);
    }

    private FileBlocks parse(String... deltas) {
        listener.events.clear();
        listener.text.setLength(0);
        var parser = new FileBlockParser(new BlockFormat("aa11"), listener, BriefLanguage.EN);
        List.of(deltas).forEach(parser::accept);
        return parser.finish();
    }

    private static FileBlock put(String path, String content) {
        return new FileBlock.Whole(new ProjectPath(path), content, "");
    }

    private static FileBlock edit(String path, Hunk... hunks) {
        return new FileBlock.Edit(new ProjectPath(path), List.of(hunks), "");
    }

    private static List<String> keys(FileBlocks blocks) {
        return blocks.problems().stream()
                .map(problem -> problem.key().replace("agents.answer.", ""))
                .collect(Collectors.toList());
    }
}
