package com.samokoder.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.wire.TokenCounter;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;

class FileContextTests {
    private final FileContext context = new FileContext(new TokenCounter());
    private final Snapshot files =
            CrewFixture.snapshot(
                    Map.of(
                            "a.js", "first();\n",
                            "big.js", "word ".repeat(2_000),
                            "own.js", "mine();\n",
                            "z.js", "last();\n"));

    @Test
    void showsWhatTheStepIsAboutEvenWhenThereIsNoRoom() {
        assertThat(context.render(files, paths("own.js"), paths("a.js"), 0))
                .isEqualTo("<file path=\"own.js\">\nmine();\n</file>");
    }

    @Test
    void fillsTheRoomWithWhatFits() {
        assertThat(context.render(files, paths("own.js"), paths("z.js"), 500))
                .containsSubsequence("mine();", "last();", "first();")
                .doesNotContain("word");
    }

    @Test
    void namesEveryFileInTheTree() {
        assertThat(FileContext.tree(files)).contains("- big.js (1)", "- z.js (1)");
        assertThat(FileContext.tree(CrewFixture.snapshot(Map.of()))).isEqualTo("(none)");
    }

    private static List<ProjectPath> paths(String path) {
        return List.of(new ProjectPath(path));
    }
}
