package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.agents.PipelineState.Task;
import com.samokoder.files.FileChange;
import com.samokoder.files.LockedPaths;
import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.ChatRequest;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How files are asked for that cannot be taken as they were sent. */
class WritingTalkTests {
    private static final Task ONE = CrewFixture.task("t1", List.of("a.js", "docs/a.md"));
    private static final String CODE = "export const one = 1;\nexport const two = 2;\n";

    private static final String LONG =
            IntStream.range(0, 9_000)
                    .mapToObj("\"C%04d\": \"Country\",\n"::formatted)
                    .collect(Collectors.joining());
    private static final String RENAMED =
            LONG.replace("\"C4711\": \"Country\"", "\"C4711\": \"Ruritania\"");

    private final CrewFixture crew = new CrewFixture();
    private final ScriptedAnswers model = new ScriptedAnswers();

    @Test
    void tellsOfALockOnceAndGoesOnWithoutTheFile() {
        var files = locked(Map.of(), "docs/**");
        model.then(request -> CrewFixture.blocks(request, "a.js", "1;\n", "docs/b.md", "b\n"))
                .then(request -> CrewFixture.blocks(request, "docs/b.md", "again\n"));

        var result = crew.work(CrewFixture.planned("draft", ONE), files, model);

        assertThat(message(0))
                .contains("The files of the task: a.js\n")
                .doesNotContain("docs/a.md\n");
        assertThat(project(0)).contains("never to be written, changed or deleted: docs/**");
        assertThat(message(1)).contains("docs/b.md is locked", "\"docs/**\"", "kept: a.js");
        assertThat(result.changes()).containsExactly(CrewFixture.put("a.js", "1;\n"));
        assertThat(crew.listener.events)
                .filteredOn("locked docs/b.md by docs/**"::equals)
                .hasSize(2);
        assertThat(crew.listener.retries)
                .containsExactly(
                        "The file \"docs/b.md\" is locked by the owner of the project (docs/**).");
    }

    @Test
    void callsNoModelForATaskOfLockedFiles() {
        var files = locked(Map.of(), "*.js", "docs/**");
        var state = CrewFixture.planned("standard", ONE);

        var result = crew.work(state, files, model);

        assertThat(model.requests).isEmpty();
        assertThat(result.changes()).isEmpty();
        assertThat(result.message()).contains("a.js, docs/a.md");
        assertThat(result.after(state).built()).isTrue();
    }

    @Test
    void answersAChatThatOnlyALockedFileWouldChange() {
        var files = locked(Map.of("a.js", CODE), "a.js");
        model.then(request -> edit(request, "one = 1", "one = 7"))
                .then(request -> edit(request, "one = 1", "one = 7"));
        var state = chat("Make it seven", List.of());

        var result = crew.work(state, files, model);

        assertThat(result.changes()).isEmpty();
        assertThat(result.after(state).chat().reply()).isEqualTo("Locked, so left as it is: a.js");
    }

    @Test
    void takesNoFileOfWhichAPartWasLeftOut() {
        var files = CrewFixture.snapshot(Map.of("a.js", CODE));
        var lazy = "export const one = 7;\n// ... rest of the code unchanged\n";
        model.then(request -> CrewFixture.blocks(request, "a.js", lazy))
                .then(request -> CrewFixture.blocks(request, "a.js", lazy))
                .then(request -> edit(request, "export const one = 1;", "export const one = 7;"));

        var result = crew.work(chat("Make it seven", List.of()), files, model);

        assertThat(message(1))
                .contains("code that this comment stands for would be lost", "// ... rest of");
        assertThat(message(2)).contains("complete, as one FILE block", CODE);
        assertThat(result.changes())
                .containsExactly(CrewFixture.put("a.js", CODE.replace("one = 1", "one = 7")));
    }

    @Test
    void showsTheFilesThatAnAnswerAsksFor() {
        var files =
                CrewFixture.snapshot(
                        Map.of("a.js", CODE, "notes/big.txt", "word\n".repeat(11_000)));
        var window =
                new CrewFixture(
                        new AgentsProperties(9_000, 1_000, 1_000), new CrewFixture.NoCatalog());
        model.then("I need to see notes/big.txt for that.")
                .then(request -> CrewFixture.edit(request, "notes/big.txt", "", "the end"));

        var result = window.work(chat("Add a last line to it", List.of()), files, model);

        assertThat(project(0)).doesNotContain("<file path=\"notes/big.txt\">");
        assertThat(message(1)).contains("<file path=\"notes/big.txt\">\nword\n", "say so again");
        assertThat(result.changes())
                .containsExactly(
                        CrewFixture.put("notes/big.txt", "word\n".repeat(11_000) + "the end\n"));
    }

    @Test
    void showsThePartsOfALongFileThatTheMessageIsAbout() {
        var files = CrewFixture.snapshot(Map.of("a.js", CODE, "data/list.py", LONG));
        model.then(request -> rename(request));

        var result = crew.work(chat("Call C4711 Ruritania in list.py", List.of()), files, model);

        assertThat(project(0))
                .contains("lines=\"9000\" shown=\"in parts\"", "\"C4711\": \"Country\",\n")
                .contains("<part lines=\"1-12\">", "<part lines=\"4706-4718\">")
                .doesNotContain("C4000");
        assertThat(crew.listener.contexts.getFirst().files())
                .extracting(ContextReport.File::path)
                .containsExactly("a.js", "data/list.py");
        assertThat(result.changes()).containsExactly(CrewFixture.put("data/list.py", RENAMED));
    }

    @Test
    void aLongFileIsShownInPartsWhereAnAnswerAsksForItOrOverwritesIt() {
        var files = CrewFixture.snapshot(Map.of("data/list.py", LONG));
        model.then("I need to see data/list.py.")
                .then(request -> CrewFixture.blocks(request, "data/list.py", "names = {}\n"))
                .then(request -> rename(request));

        var result = crew.work(chat("Call C4711 Ruritania", List.of()), files, model);

        assertThat(message(1)).contains("\"C4711\": \"Country\",\n").doesNotContain("C4000");
        assertThat(message(2))
                .contains("\"C4711\": \"Country\",\n", "EDIT block whose FIND lines stand in")
                .doesNotContain("C4000");
        assertThat(result.changes()).containsExactly(CrewFixture.put("data/list.py", RENAMED));
    }

    @Test
    void editsOfALongFileThatDoNotFitGetThePlaceAndNotTheFile() {
        var files = CrewFixture.snapshot(Map.of("data/list.py", LONG));
        model.then(request -> CrewFixture.edit(request, "data/list.py", "\"C4711\": x", "y"))
                .then(request -> CrewFixture.edit(request, "data/list.py", "\"C4711\": x", "y"))
                .then(request -> rename(request));

        var result = crew.work(chat("Call C4711 Ruritania", List.of()), files, model);

        assertThat(message(2)).contains("\"C4711\": \"Country\",\n").hasSizeLessThan(2_000);
        assertThat(result.changes()).containsExactly(CrewFixture.put("data/list.py", RENAMED));
    }

    @Test
    void anEditedFileIsAboutWhatItWasAbout() {
        var path = new ProjectPath("a.js");
        var summaries = new TreeMap<>(Map.of(path, "one and two"));
        var files =
                new Snapshot(
                        1,
                        new TreeMap<>(Map.of(path, CODE)),
                        new TreeSet<>(),
                        summaries,
                        LockedPaths.none());
        model.then(request -> edit(request, "export const one = 1;", "export const one = 7;"));

        assertThat(crew.work(chat("Make it seven", List.of()), files, model).changes())
                .contains(new FileChange.Summarize(path, "one and two"));
    }

    @Test
    void aFollowUpSeesWhatTheLastAnswersChangedFirst() {
        var files =
                CrewFixture.snapshot(
                        Map.of(
                                "a.txt", "word ".repeat(3_000),
                                "theme.css", "button { color: green }\n" + "p {}\n".repeat(300),
                                "z.txt", "word ".repeat(3_000)));
        var narrow =
                new CrewFixture(
                        new AgentsProperties(5_500, 1_000, 1_000), new CrewFixture.NoCatalog());
        var turns =
                List.of(
                        new Chat.Turn("user", "Кнопки зелёные", List.of()),
                        new Chat.Turn("assistant", "Готово", List.of("theme.css")));
        model.then("Уже так.").then("Уже так.");

        narrow.work(chat("теперь синими", turns), files, model);

        assertThat(project(0)).contains("<file path=\"theme.css\">");
        assertThat(message(0)).contains("Готово\n(changed: theme.css)\n</assistant>");
    }

    private static PipelineState chat(String message, List<Chat.Turn> turns) {
        var chat = new Chat("change", message, turns, new UUID(0, 1), null);
        var brief = Brief.of("Pads", "A notes page", null, null, "draft");
        return PipelineState.chat(brief, null, null, chat);
    }

    private static String rename(ChatRequest request) {
        return CrewFixture.edit(
                request, "data/list.py", "\"C4711\": \"Country\",", "\"C4711\": \"Ruritania\",");
    }

    private static Snapshot locked(Map<String, String> files, String... globs) {
        var open = CrewFixture.snapshot(files);
        var locks = new LockedPaths(List.of(globs).stream().map(PathGlob::new).toList());
        return new Snapshot(1, open.files(), open.binaries(), open.summaries(), locks);
    }

    private static String edit(ChatRequest request, String find, String with) {
        return new BlockFormat(CrewFixture.boundary(request)).edit("a.js", find, with);
    }

    private String message(int answer) {
        return model.requests.get(answer).messages().getLast().content();
    }

    /** What the model was shown of the project. */
    private String project(int answer) {
        return model.requests.get(answer).messages().get(1).content();
    }
}
