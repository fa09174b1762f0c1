package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.wire.TokenCounter;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class FileSelectionTests {
    private final FileSelection selection = new FileSelection(new TokenCounter());
    private final Snapshot files =
            CrewFixture.snapshot(
                    Map.of(
                            "a.js", "first();\n",
                            "big.js", "word ".repeat(2_000),
                            "own.js", "mine();\n",
                            "z.js", "last();\n"));

    @Test
    void showsWhatTheStepIsAboutEvenWhenThereIsNoRoom() {
        var sight = new Sight(paths("own.js"), paths("a.js"), "");

        assertThat(selection.select(files, sight, 0).text())
                .isEqualTo("<file path=\"own.js\">\nmine();\n</file>");
    }

    @Test
    void fillsTheRoomWithWhatFitsInTheOrderOfThePaths() {
        var selected = selection.select(files, new Sight(paths("own.js"), paths("z.js"), ""), 500);

        assertThat(selected.text())
                .containsSubsequence("first();", "mine();", "last();")
                .doesNotContain("word");
        assertThat(selected.leftOut()).containsExactlyElementsOf(paths("big.js"));
        assertThat(selected.shown().values()).allMatch(tokens -> tokens > 10);
    }

    @Test
    void prefersFilesThatAreNamedOrLinkedOrShareWords() {
        var app =
                CrewFixture.snapshot(
                        Map.of(
                                "css/style.css", "body {}\n" + "/* x */\n".repeat(30),
                                "js/board.js", "export class Board { draw(tasks) {} }\n",
                                "js/store.js", "export function saveTasks() {}\n",
                                "js/app.js", "import { saveTasks } from './store.js';\n",
                                "README.md", "# App\n" + "text\n".repeat(30)));

        assertThat(new Relevance(app).order("Fix the bug in js/board.js, please").getFirst())
                .isEqualTo(new ProjectPath("js/board.js"));
        assertThat(new Relevance(app).order("The store must keep its tasks"))
                .startsWith(new ProjectPath("js/store.js"))
                .endsWith(new ProjectPath("css/style.css"));
        assertThat(Relevance.named(app.files().keySet(), "Поправь `STYLE.css` и index.html."))
                .containsExactly(new ProjectPath("css/style.css"));
        assertThat(new Relevance(app).order("saveTasks").subList(0, 2))
                .containsExactlyInAnyOrder(
                        new ProjectPath("js/store.js"), new ProjectPath("js/app.js"));
    }

    @Test
    void namesEveryFileInTheTreeWithWhatItHolds() {
        var tree =
                ProjectTree.of(
                        CrewFixture.snapshot(
                                Map.of(
                                        "a.py", "def total(x):\n    pass\nclass Store:\n    pass\n",
                                        "b.html", "<title>Shop</title><p id=\"list\"></p>",
                                        "c.md", "Text\n\n# Notes\n",
                                        "d.json", "{\n  \"name\": \"x\",\n  \"main\": 1\n}",
                                        "e.css", ".card {\n}\n",
                                        "f.txt", "\n-- Hello there\n")));

        assertThat(tree)
                .contains(
                        "- a.py (4): total, Store",
                        "- b.html (1): Shop, list",
                        "- c.md (3): Notes",
                        "- d.json (4): name, main",
                        "- e.css (2): .card",
                        "- f.txt (2): Hello there");
        assertThat(ProjectTree.of(CrewFixture.snapshot(Map.of()))).isEqualTo("(none)");
    }

    private static List<ProjectPath> paths(String path) {
        return List.of(new ProjectPath(path));
    }
}
