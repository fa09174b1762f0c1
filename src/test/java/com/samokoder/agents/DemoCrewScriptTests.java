package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThatCode;

import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.ChatMessage;
import com.samokoder.llm.ChatRequest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

@Execution(ExecutionMode.CONCURRENT)
class DemoCrewScriptTests {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"([^\"]+)\"");

    private final CrewFixture crew = new CrewFixture();
    private final DemoCrewScript script = new DemoCrewScript(CrewFixture.MAPPER);
    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A to-do list that opens in the browser | index.html",
                "Список дел с канбан-доской | index.html",
                "Something nobody has thought of | index.html",
                "Сделай что-нибудь красивое | index.html",
                "A tool in Python that tracks my expenses, with a REST API | expenses/api.py",
                "Консольный учёт расходов на Питоне | expenses/api.py",
                "A Node.js quiz about history | src/server.js",
                "Викторина по географии с сервером | src/server.js",
            })
    void choosesTheAppByTheWordsOfTheWish(String description, String file) {
        assertThat(build(description).files()).containsKey(new ProjectPath(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"A kanban board", "Канбан-доска"})
    void writesAPageThatOpensWithoutABuild(String description) throws Exception {
        var files = build(description);
        save(files);

        var page = Files.readString(folder.resolve("index.html"));
        var links = LINK.matcher(page).results().map(link -> link.group(1)).toList();
        assertThat(links).hasSize(5).allMatch(link -> Files.exists(folder.resolve(link)));
        for (String link : links) {
            if (link.endsWith(".js")) {
                run("node", "--check", link);
            }
        }
        run("node", "-e", STORE_CHECK);
        assertReadme(files, description);
    }

    private static final String STORE_CHECK =
            """
            const source = require("fs").readFileSync("js/store.js", "utf8");
            const TaskStore = new Function(source + "; return TaskStore;")();
            const memory = new Map([["board.tasks", "damaged"]]);
            const storage = {
              getItem: (key) => memory.get(key) ?? null,
              setItem: (key, value) => memory.set(key, value),
            };
            const store = new TaskStore(storage);
            const task = store.add(" tea ");
            store.move(task.id, "done");
            const again = new TaskStore(storage).list();
            if (store.add(" ") !== null || again.length !== 1 || again[0].column !== "done") {
              process.exit(1);
            }
            """;

    @ParameterizedTest
    @ValueSource(strings = {"Python expense tracker", "Учёт расходов на Python"})
    void writesAPythonServiceWhoseTestsPass(String description) throws Exception {
        var files = build(description);
        save(files);

        assertThat(run("python3", "-m", "unittest")).contains("Ran 12 tests", "OK");
        run("python3", "-m", "expenses", "add", "12.50", "food");
        assertThat(run("python3", "-m", "expenses", "summary")).contains("12.50");
        assertReadme(files, description);
    }

    @ParameterizedTest
    @ValueSource(strings = {"A quiz on Node", "Викторина на Node"})
    void writesANodeServerWhoseTestsPass(String description) throws Exception {
        var files = build(description);
        save(files);

        assertThat(run("node", "--test")).contains("pass 11", "fail 0");
        run("node", "--check", "public/quiz.js");
        run("node", "--check", "src/main.js");
        assertReadme(files, description);
    }

    @Test
    void saysThatItIsNoModelWhenItIsTalkedTo() {
        assertThat(script.answer(request("Привет!"))).contains("ИИ не использовался");
        assertThat(script.answer(request("Hello!"))).contains("no AI was used");
    }

    /** Lets the crew work through its own prompts, parsers and checks. */
    private Snapshot build(String description) {
        var state = PipelineState.start(Brief.of("My app", description, null, null, "standard"));
        var files = CrewFixture.snapshot(Map.of());
        while (crew.next(state).isPresent()) {
            var model = new ScriptedAnswers().then(script::answer);
            var result = crew.work(state, files, model);
            state = result.after(state);
            files = CrewFixture.apply(files, result.changes());
        }
        assertThat(crew.listener.retries).isEmpty();
        assertThat(state.tasks()).hasSizeGreaterThan(2);
        assertThat(files.files()).hasSizeGreaterThan(5);
        return files;
    }

    private static void assertReadme(Snapshot files, String description) {
        var russian = BriefLanguage.of(description) == BriefLanguage.RU;
        assertThat(files.files().get(TechWriter.README))
                .startsWith("# My app\n")
                .contains("scripted demo, no AI was used")
                .contains(russian ? "## Запуск" : "## Run it");
    }

    private void save(Snapshot files) throws IOException {
        for (var file : files.files().entrySet()) {
            var target = folder.resolve(file.getKey().value());
            Files.createDirectories(target.getParent());
            Files.writeString(target, file.getValue());
        }
    }

    private String run(String... command) throws Exception {
        assumeThatCode(() -> execute(List.of(command[0], "--version")))
                .as(command[0] + " is installed")
                .doesNotThrowAnyException();
        return execute(List.of(command));
    }

    private String execute(List<String> command) throws Exception {
        var output = Files.createTempFile("demo", ".txt");
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends in time").isTrue();
        var text = Files.readString(output);
        Files.delete(output);
        assertThat(process.exitValue()).as(String.join(" ", command) + "\n" + text).isZero();
        return text;
    }

    private static ChatRequest request(String message) {
        return new ChatRequest(List.of(ChatMessage.user(message)), 100, null, Map.of());
    }
}
