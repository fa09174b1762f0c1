package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.llm.ChatMessage.Role;
import com.samokoder.llm.FinishReason;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;

class AgentCrewTests {
    private static final String SPECIFICATION =
            """
            {"title": "Pads", "summary": "Notes.", "features": ["Write notes"], "assumptions": []}
            """;
    private static final Task ONE = CrewFixture.task("t1", List.of("a.js", "b.js"));

    private final CrewFixture crew = new CrewFixture();
    private final ScriptedAnswers model = new ScriptedAnswers();

    @Test
    void walksFromTheWishToTheReadme() {
        model.then(SPECIFICATION)
                .then(
                        """
                        {"stack": "JS", "overview": "One page.", "dependencies": [],
                         "files": [{"path": "a.js", "purpose": "All"}]}
                        """)
                .then(
                        """
                        {"tasks": [{"id": "t1", "title": "Page", "instructions": "Write it.",
                         "files": ["a.js"], "depends_on": []}]}
                        """)
                .then(request -> CrewFixture.blocks(request, "a.js", "1;\n"))
                .then("{\"verdict\": \"send_back\", \"reasons\": [\"a.js: does nothing\"]}")
                .then(request -> CrewFixture.blocks(request, "a.js", "2;\n"))
                .then("{\"verdict\": \"accept\", \"reasons\": []}")
                .then(request -> CrewFixture.blocks(request, "README.md", "# Pads\n"));

        var state = CrewFixture.start("standard");
        var files = CrewFixture.snapshot(Map.of());
        while (crew.next(state).isPresent()) {
            var result = crew.work(state, files, model);
            state = result.after(state);
            files = CrewFixture.apply(files, result.changes());
        }

        assertThat(files.files())
                .containsEntry(new ProjectPath("a.js"), "2;\n")
                .containsEntry(new ProjectPath("README.md"), "# Pads\n");
        assertThat(message(5)).contains("a.js: does nothing");
        assertThat(model.requests.get(5).messages().get(1).content())
                .contains("<file path=\"a.js\">\n1;\n</file>");
        assertThat(message(4)).contains("--- /dev/null\n+++ b/a.js\n@@ -0,0 +1 @@\n+1;\n");
        assertThat(message(6)).contains("@@ -1 +1 @@\n-1;\n+2;\n", "does nothing");
        assertThat(crew.listener.retries).isEmpty();
    }

    @Test
    void asksAgainWithTheReasonInALinearHistory() {
        model.then("Sure!").then("{\"title\": \"Pads\"}").then(SPECIFICATION);

        var result = crew.work(CrewFixture.start("standard"), model);

        assertThat(result.message()).isEqualTo("Specification: Pads");
        assertThat(crew.listener.retries)
                .containsExactly(
                        "There is no JSON object in the answer.",
                        "The field \"summary\" must be a text that is not empty.");
        assertThat(model.requests.getLast().messages())
                .extracting("role")
                .containsExactly(
                        Role.SYSTEM,
                        Role.USER,
                        Role.ASSISTANT,
                        Role.USER,
                        Role.ASSISTANT,
                        Role.USER);
        assertThat(model.lastMessage()).contains("summary");
    }

    @Test
    void givesUpAfterTwoCorrectionsWithoutQuotingTheModel() {
        model.then("secret words").then("secret words").then("secret words");

        assertThatThrownBy(() -> crew.work(CrewFixture.start("standard"), model))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> {
                            assertThat(failure.code()).isEqualTo(ErrorCode.MODEL_OUTPUT_INVALID);
                            assertThat(failure.detailArguments()).containsExactly("spec_writer");
                        })
                .hasStackTraceContaining("agents.answer.no_json")
                .message()
                .doesNotContain("secret");
        assertThat(crew.listener.retries).hasSize(2);
    }

    @Test
    void doesNotArgueWithARefusal() {
        model.then(_ -> "No.", FinishReason.REFUSED);

        assertThatThrownBy(() -> crew.work(CrewFixture.start("standard"), model))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.CONTENT_REFUSED));
    }

    @Test
    void asksForAShorterAnswerWhenJsonWasCutOff() {
        model.then(_ -> "{\"title\": \"Pa", FinishReason.LENGTH).then(SPECIFICATION);

        crew.work(CrewFixture.start("standard"), model);

        assertThat(model.lastMessage()).contains("cut off", "shorter");
    }

    @Test
    void speaksTheLanguageOfTheBrief() {
        var brief = Brief.of("Заметки", "Страница с заметками", null, null, "standard");
        model.then("?").then(SPECIFICATION);

        var result = crew.work(PipelineState.start(brief), model);

        assertThat(result.message()).isEqualTo("Спецификация: Pads");
        assertThat(crew.listener.retries).containsExactly("В ответе нет объекта JSON.");
        assertThat(model.requests.getFirst().messages().getFirst().content()).contains("Russian");
        assertThat(model.lastMessage()).contains("There is no JSON object");
    }

    @Test
    void keepsWhatArrivedWholeWhenTheAnswerIsCutOff() {
        model.then(
                        request ->
                                CrewFixture.blocks(request, "a.js", "1;\n")
                                        + "<<<FILE "
                                        + CrewFixture.boundary(request)
                                        + " b.js\nhal",
                        FinishReason.LENGTH)
                .then(request -> CrewFixture.blocks(request, "b.js", "2;\n"));

        var result = crew.work(CrewFixture.planned("standard", ONE), model);

        assertThat(result.changes()).containsExactly(put("a.js", "1;\n"), put("b.js", "2;\n"));
        assertThat(model.lastMessage()).contains("beginning with b.js.", "kept: a.js.");
    }

    @Test
    void appliesEditsToTheFilesThatAreThere() {
        var before = CrewFixture.snapshot(Map.of("a.js", "one();\ntwo();\n", "b.js", "3;\n"));
        model.then(request -> CrewFixture.edit(request, "a.js", "two();", "zwei();"));

        var result = crew.work(CrewFixture.planned("draft", ONE), before, model);

        assertThat(result.changes()).containsExactly(put("a.js", "one();\nzwei();\n"));
    }

    @Test
    void quotesAnEditThatDoesNotFitAndThenAsksForTheWholeFile() {
        var before = CrewFixture.snapshot(Map.of("a.js", "one();\ntwo();\n", "b.js", "3;\n"));
        model.then(request ->
                        CrewFixture.edit(request, "a.js", "five(six, seven, eight);", "x")
                                + CrewFixture.edit(request, "b.js", "3;", "4;"))
                .then(request -> CrewFixture.edit(request, "a.js", "nine(ten, eleven);", "x"))
                .then(request -> CrewFixture.blocks(request, "a.js", "all new\n"));

        var result = crew.work(CrewFixture.planned("draft", ONE), before, model);

        assertThat(result.changes()).containsExactly(put("b.js", "4;\n"), put("a.js", "all new\n"));
        assertThat(crew.listener.events).filteredOn("rejected a.js"::equals).hasSize(2);
        assertThat(crew.listener.retries)
                .first()
                .isEqualTo(
                        "The edit of \"a.js\" (block 1) looks for lines that the file does not have.");
        assertThat(message(1))
                .contains("<find>\nfive(six, seven, eight);\n</find>", "one();", "kept: b.js");
        assertThat(message(2)).contains("complete, as one FILE block", "one();\ntwo();");
    }

    @Test
    void showsAFileBeforeItIsOverwritten() {
        var chat = new Chat("change", "Rename it", List.of(), new UUID(0, 1), null);
        var brief = Brief.of("Pads", "A notes page", null, null, "draft");
        var state = PipelineState.chat(brief, null, null, chat);
        var before = CrewFixture.snapshot(Map.of("big.js", "word();\n".repeat(60_000) + "x;\n"));
        model.then(request -> CrewFixture.blocks(request, "big.js", "short\n"))
                .then(request -> CrewFixture.edit(request, "big.js", "x;", "y;"));

        var result = crew.work(state, before, model);

        assertThat(crew.listener.contexts.getFirst().leftOut()).isEqualTo(1);
        assertThat(crew.listener.events).contains("rejected big.js");
        assertThat(message(1))
                .contains("have not seen all of it", "word();\nword();", "x;\n</part>");
        assertThat(result.changes())
                .containsExactly(put("big.js", "word();\n".repeat(60_000) + "y;\n"));
        assertThat(result.after(state).chat().reply()).isEqualTo("Here they are.");
    }

    @Test
    void takesPlainWordsForAnAnswerThatChangesNothing() {
        var chat = new Chat("change", "Привет", List.of(), new UUID(0, 1), null);
        var brief = Brief.of("Pads", "A notes page", null, null, "standard").toldIn("Привет");
        var state = PipelineState.chat(brief, null, null, chat);
        model.then("Здравствуйте!").then("Менять нечего.");

        var result = crew.work(state, model);

        assertThat(result.changes()).isEmpty();
        assertThat(result.after(state).chat().reply()).isEqualTo("Менять нечего.");
        assertThat(crew.next(result.after(state))).isEmpty();
        assertThat(message(0)).contains("in Russian");
    }

    @Test
    void aLineInAFileOfTwoThousandCostsLessThanATenthOfTheFile() {
        var lines = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            lines.append("export const price").append(i).append(" = ").append(i * 7).append(";\n");
        }
        var before = CrewFixture.snapshot(Map.of("a.js", lines.toString(), "b.js", "3;\n"));
        model.then(request ->
                CrewFixture.edit(
                        request,
                        "a.js",
                        "export const price999 = 6993;",
                        "export const price999 = 7000;"));

        var result = crew.work(CrewFixture.planned("draft", ONE), before, model);

        assertThat(result.changes())
                .containsExactly(put("a.js", lines.toString().replace("= 6993;", "= 7000;")));
        assertThat(model.outputTokens())
                .isLessThan(CrewFixture.TOKENS.count(lines) / 10)
                .isLessThan(100);
    }

    @Test
    void repairsWhatTheChecksFindBeforeAnybodyReviewsIt() {
        var state = CrewFixture.planned("standard", CrewFixture.task("t1", List.of("a.json")));
        model.then(request -> CrewFixture.blocks(request, "a.json", "{\n  \"a\": 1,,\n}\n"))
                .then(request -> CrewFixture.edit(request, "a.json", "\"a\": 1,,", "\"a\": 1"))
                .then("{\"verdict\": \"accept\", \"reasons\": []}");

        var broken = crew.work(state, model);
        var files = CrewFixture.apply(CrewFixture.snapshot(Map.of()), broken.changes());
        var next = broken.after(state);
        assertThat(broken.checks().verified()).isFalse();
        assertThat(crew.next(next).orElseThrow().id()).isEqualTo("repair:t1:1:1");
        var repaired = crew.work(next, files, model);
        next = repaired.after(next);

        assertThat(message(1)).contains("a.json, line 2: ", "The line: \"a\": 1,,");
        assertThat(repaired.changes()).containsExactly(put("a.json", "{\n  \"a\": 1\n}\n"));
        assertThat(repaired.checks().verified()).isTrue();
        assertThat(crew.listener.checks).hasSize(2);
        assertThat(crew.next(next).orElseThrow().id()).isEqualTo("review:t1:1");
        crew.work(next, CrewFixture.apply(files, repaired.changes()), model);
        assertThat(message(2)).contains("+  \"a\": 1\n").doesNotContain("1,,");
    }

    @Test
    void goesOnWithWhatThereIsWhenTheTriesAreUsedUp() {
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.json")));
        var files = CrewFixture.snapshot(Map.of("a.json", "{}\n"));
        model.then(request -> CrewFixture.edit(request, "a.json", "{}", "{,,}"))
                .then(request -> CrewFixture.edit(request, "a.json", "{,,}", "{,,,}"));

        var broken = crew.work(state, files, model);
        files = CrewFixture.apply(files, broken.changes());
        state = broken.after(state);
        var repaired = crew.work(state, files, model);
        state = repaired.after(state);

        assertThat(repaired.message()).contains("mistakes that the checks still find: 1");
        assertThat(repaired.checks().verified()).isFalse();
        assertThat(crew.next(state).orElseThrow().id()).isEqualTo("checks");
    }

    @Test
    void doesNotAnswerForMistakesThatWereThereBefore() {
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.js")));
        var files = CrewFixture.snapshot(Map.of("old.json", "{,}\n"));
        model.then(request -> CrewFixture.blocks(request, "a.js", "go();\n"));

        var result = crew.work(state, files, model);

        assertThat(result.checks().verified()).isFalse();
        assertThat(result.after(state).built()).isTrue();
    }

    @Test
    void demandsEveryFileOfTheTask() {
        model.then(request -> CrewFixture.blocks(request, "a.js", "1;\n", "extra.css", "p {}\n"))
                .then(request -> CrewFixture.blocks(request, "b.js", "2;\n"));

        var result = crew.work(CrewFixture.planned("standard", ONE), model);

        assertThat(result.changes())
                .containsExactly(
                        put("a.js", "1;\n"), put("extra.css", "p {}\n"), put("b.js", "2;\n"));
        assertThat(crew.listener.retries).containsExactly("Files are missing in the answer: b.js.");
    }

    @Test
    void takesNothingFromAnAnswerThatLeavesTheProject() {
        model.then(request ->
                        CrewFixture.blocks(request, "a.js", "1;\n", "../x", "2;\n", "b.js", "3;\n"))
                .then(request -> CrewFixture.blocks(request, "a.js", "4;\n", "b.js", "5;\n"));

        var result = crew.work(CrewFixture.planned("standard", ONE), model);

        assertThat(result.changes()).containsExactly(put("a.js", "4;\n"), put("b.js", "5;\n"));
        assertThat(crew.listener.events).contains("rejected ../x");
        assertThat(model.lastMessage()).contains("\"../x\"").doesNotContain("kept");
    }

    @Test
    void keepsDevelopersOffTheFilesOfOthers() {
        var other = CrewFixture.task("t2", List.of("other.js"));
        model.then(request ->
                        CrewFixture.blocks(
                                request, "a.js", "1;\n", "b.js", "2;\n", "other.js", "x"))
                .then(request -> CrewFixture.blocks(request, "a.js", "1;\n", "b.js", "2;\n"));

        var result = crew.work(CrewFixture.planned("standard", ONE, other), model);

        assertThat(result.changes()).hasSize(2);
        assertThat(crew.listener.events).contains("rejected other.js");
    }

    @Test
    void deletesOnlyWhatIsThere() {
        var before = CrewFixture.snapshot(Map.of("old.js", "x"));
        model.then(request -> {
            var delete = "<<<DELETE " + CrewFixture.boundary(request) + " ";
            return CrewFixture.blocks(request, "a.js", "1;\n", "b.js", "2;\n")
                    + delete
                    + "old.js\n"
                    + delete
                    + "never.js\n";
        });

        assertThat(crew.work(CrewFixture.planned("draft", ONE), before, model).changes())
                .contains(new FileChange.Delete(new ProjectPath("old.js")))
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({"standard, 2", "thorough, 3"})
    void acceptsWithANoteWhenTheReviewsAreUsedUp(String thoroughness, int rounds) {
        var state = CrewFixture.planned(thoroughness, CrewFixture.task("t1", List.of("a.js")));
        for (int round = 0; round < rounds; round++) {
            model.then(request -> CrewFixture.blocks(request, "a.js", "1;\n"))
                    .then("{\"verdict\": \"send_back\", \"reasons\": [\"still wrong\"]}");
            state = crew.work(state, model).after(state);
            state = crew.work(state, model).after(state);
        }
        model.then(request -> CrewFixture.blocks(request, "README.md", "# Pads\n"));

        assertThat(crew.next(state).orElseThrow().id()).isEqualTo("checks");
        state = crew.work(state, model).after(state);
        assertThat(crew.next(state).orElseThrow().id()).isEqualTo("documentation");
        crew.work(state, model);
        assertThat(model.lastMessage()).contains("still wrong");
    }

    @Test
    void whoeverRewritesASpecificationSeesWhatItAsked() {
        var asked =
                SPECIFICATION.replace(
                        "\"assumptions\"", "\"questions\": [\"Tags?\"], \"assumptions\"");
        model.then(asked).then(SPECIFICATION);
        var brief = Brief.of("Pads", "Notes", null, null, "draft");
        var state = PipelineState.startInteractive(brief);
        state = crew.work(state, model).after(state);

        crew.work(Checkpoints.decide(state, new Decision.SendBack("Yes")), model);

        assertThat(model.lastMessage())
                .contains("Questions to the user\n- Tags?\n</specification>", "- Yes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "```markdown\n%s```\n"})
    void takesAReadmeThatNothingStandsAround(String answer) {
        var readme = "# Pads\n\n```sh\nnpm start\n```\n";
        var files = CrewFixture.snapshot(Map.of("a.js", "1;\n"));
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.js")));
        model.then(request -> CrewFixture.blocks(request, "a.js", "2;\n"));
        state = crew.work(state, files, model).after(state);
        state = crew.work(state, files, model).after(state);
        model.then(answer.formatted(readme));

        assertThat(crew.work(state, files, model).changes())
                .containsExactly(CrewFixture.put("README.md", readme));
    }

    @Test
    void believesThatAReadmeIsUpToDate() {
        var files = CrewFixture.snapshot(Map.of("README.md", "# Pads\n", "a.js", "1;\n"));
        var state = CrewFixture.planned("draft", CrewFixture.task("t1", List.of("a.js")));
        model.then(request -> CrewFixture.blocks(request, "a.js", "2;\n"));
        state = crew.work(state, files, model).after(state);
        state = crew.work(state, files, model).after(state);
        model.then("It tells all of it already.").then("It tells all of it already.");

        var written = crew.work(state, files, model);

        assertThat(model.lastMessage()).contains("If nothing has to change after all");
        assertThat(written.changes()).isEmpty();
        assertThat(written.message()).isEqualTo("Nothing had to be changed");
        assertThat(crew.next(written.after(state))).isEmpty();
    }

    @Test
    void theArchitectSeesWhatAProjectIsBuiltWith() {
        var state = PipelineState.start(Brief.of("Pads", "Notes", null, "Sort them", "draft"));
        var files =
                CrewFixture.snapshot(
                        Map.of("a.js", "1;\n", "web/package.json", "{\"name\": \"pads\"}\n"));
        model.then(SPECIFICATION)
                .then(
                        """
                        {"stack": "JS", "overview": "One page.", "dependencies": [],
                         "files": [{"path": "a.js", "purpose": "All"}]}
                        """);

        state = crew.work(state, files, model).after(state);
        crew.work(state, files, model);

        assertThat(model.lastMessage())
                .contains("<file path=\"web/package.json\">\n{\"name\": \"pads\"}\n</file>")
                .doesNotContain("<file path=\"a.js\">");
    }

    @Test
    void sendsBackOnlyWithReasons() {
        var state = CrewFixture.planned("standard", CrewFixture.task("t1", List.of("a.js")));
        model.then(request -> CrewFixture.blocks(request, "a.js", "1;\n"));
        var developed = crew.work(state, model).after(state);
        model.then("{\"verdict\": \"send_back\", \"reasons\": []}")
                .then("{\"verdict\": \"maybe\"}")
                .then("{\"verdict\": \"Accepted\"}");

        assertThat(crew.work(developed, model).message()).isEqualTo("Task t1: review passed");
        assertThat(crew.listener.retries).hasSize(2);
    }

    @Test
    void saysWhatACallIsFor() {
        model.then(request -> CrewFixture.blocks(request, "a.js", "1;\n", "b.js", "2;\n"));

        crew.work(CrewFixture.planned("standard", ONE), model);

        assertThat(model.requests.getFirst().purpose())
                .containsEntry("agent", "developer")
                .containsEntry("step", "develop:t1")
                .containsEntry("task", "t1")
                .containsEntry("correction", "0")
                .containsEntry("language", "en")
                .containsEntry("description", "A notes page")
                .containsKey("boundary");
    }

    /** What the model was told last before its answer of this number, from 0. */
    private String message(int answer) {
        return model.requests.get(answer).messages().getLast().content();
    }

    private static FileChange put(String path, String content) {
        return new FileChange.Put(new ProjectPath(path), content);
    }
}
