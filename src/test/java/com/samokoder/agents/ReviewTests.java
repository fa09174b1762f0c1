package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.PipelineState.Brief;
import com.samokoder.files.ProjectPath;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What a reviewer gets to read. */
class ReviewTests {
    private final CrewFixture crew = new CrewFixture();
    private final ScriptedAnswers model = new ScriptedAnswers();

    @Test
    void newFilesAreShownOnceAndAsTheyAreInTheEnd() {
        var state = CrewFixture.planned("standard", CrewFixture.task("t1", List.of("a.json")));
        var files = CrewFixture.snapshot(Map.of("b.txt", "there before\n"));
        model.then(request ->
                        CrewFixture.blocks(request, "a.json", "{\n  \"a\": 1,,\n}\n")
                                + CrewFixture.edit(request, "b.txt", "there before", "changed"))
                .then(request -> CrewFixture.edit(request, "a.json", "  \"a\": 1,,", "  \"a\": 1"))
                .then("{\"verdict\": \"accept\"}");
        for (int step = 0; step < 3; step++) {
            var result = crew.work(state, files, model);
            files = CrewFixture.apply(files, result.changes());
            state = result.after(state);
        }

        assertThat(project(2)).doesNotContain("<file path=\"a.json\">").contains("- a.json (3)");
        assertThat(message(2))
                .contains("+++ b/a.json\n@@ -0,0 +1,3 @@\n+{\n+  \"a\": 1\n+}\n")
                .containsOnlyOnce("b/a.json")
                .contains("-there before\n+changed\n", "found nothing.");
        assertThat(state.built()).isTrue();
    }

    @Test
    void hearsWhatTheTroubleshooterCouldNotRepair() {
        var state = CrewFixture.planned("standard", CrewFixture.task("t1", List.of("a.json")));
        var files = CrewFixture.snapshot(Map.of());
        model.then(request -> CrewFixture.blocks(request, "a.json", "{,}\n"))
                .then(request -> CrewFixture.edit(request, "a.json", "{,}", "{,,}"))
                .then(request -> CrewFixture.edit(request, "a.json", "{,,}", "{,,,}"))
                .then("{\"verdict\": \"accept\"}");
        for (int step = 0; step < 4; step++) {
            var result = crew.work(state, files, model);
            files = CrewFixture.apply(files, result.changes());
            state = result.after(state);
        }

        assertThat(message(1)).contains("The files were written for this.", "Do t1");
        assertThat(message(3)).contains("still finds this", "a.json, line 1: ", "The line: {,,,}");
    }

    @Test
    void knowsWhatAFollowUpIsAbout() {
        var turns =
                List.of(
                        new Chat.Turn("user", "Make the buttons green", List.of()),
                        new Chat.Turn("assistant", "Done", List.of("a.css")));
        var chat = new Chat("change", "Now make them blue", turns, new UUID(0, 1), null);
        var state =
                PipelineState.chat(
                        Brief.of("Pads", "A notes page", null, null, "standard"), null, null, chat);
        var files = CrewFixture.snapshot(Map.of("a.css", "a {}\n"));
        model.then(request -> CrewFixture.blocks(request, "a.css", "b {}\n".repeat(50)))
                .then("{\"verdict\": \"accept\"}");

        var changed = crew.work(state, files, model);
        crew.work(changed.after(state), CrewFixture.apply(files, changed.changes()), model);

        assertThat(message(1))
                .contains("Make the buttons green", "(changed: a.css)")
                .containsOnlyOnce("Now make them blue");
    }

    @Test
    void aDiffThatWasCutDoesNotTellItsLastFile() {
        var diff =
                ChangeDiff.of(
                        CrewFixture.snapshot(Map.of()),
                        List.of(
                                CrewFixture.put("a.txt", "--- x\n+++ y\n"),
                                CrewFixture.put("b.txt", "word\n".repeat(20_000))));

        assertThat(ChangeDiff.created(diff.text())).containsExactly(new ProjectPath("a.txt"));
    }

    private String message(int answer) {
        return model.requests.get(answer).messages().getLast().content();
    }

    private String project(int answer) {
        return model.requests.get(answer).messages().get(1).content();
    }
}
