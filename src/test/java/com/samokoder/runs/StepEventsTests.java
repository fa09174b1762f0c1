package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.AgentName;
import com.samokoder.agents.Step;
import com.samokoder.files.ProjectPath;

import org.junit.jupiter.api.Test;

import java.util.Map;

class StepEventsTests {
    private static final ProjectPath INDEX = new ProjectPath("index.html");
    private final StepEvents events =
            new StepEvents(new Step("develop:t1", AgentName.DEVELOPER, "t1"));

    @Test
    void makesOneEventOfManyPieces() {
        for (int piece = 0; piece < 10_000; piece++) {
            events.text("a");
        }

        assertThat(events.drain())
                .singleElement()
                .isEqualTo(
                        new LogEntry(
                                "agent.delta",
                                "develop:t1",
                                "developer",
                                Map.of("text", "a".repeat(10_000))));
        assertThat(events.drain()).isEmpty();
    }

    @Test
    void keepsTheOrderOfTextAndFiles() {
        events.text("I write ");
        events.fileStarted(INDEX);
        events.fileDelta(INDEX, "<h1>");
        events.fileDelta(INDEX, "Hi</h1>");
        events.fileFinished(INDEX);
        events.text("Done.");

        assertThat(events.drain())
                .extracting(LogEntry::type)
                .containsExactly("agent.delta", "file.started", "file.delta", "agent.delta");
    }

    @Test
    void keepsTheHalvesOfACharacterTogether() {
        events.text("ok \ud83d");
        var first = events.drain();
        events.text("\ude00");

        assertThat(first.getFirst().data()).isEqualTo(Map.of("text", "ok "));
        assertThat(events.drain().getFirst().data()).isEqualTo(Map.of("text", "\ud83d\ude00"));
    }

    @Test
    void replacesWhatTheDatabaseCannotKeep() {
        events.text("a\u0000b\ude00c");

        assertThat(events.drain().getFirst().data()).isEqualTo(Map.of("text", "a\uFFFDb\uFFFDc"));
    }

    @Test
    void countsInsteadOfKeepingWhenNothingIsTakenForLong() {
        for (int piece = 0; piece < 100; piece++) {
            events.text("x".repeat(10_000));
        }
        var drained = events.drain();

        long kept =
                drained.stream()
                        .mapToLong(event -> event.data().get("text").toString().length())
                        .sum();
        assertThat(kept).isLessThanOrEqualTo(262_144);
        assertThat(drained.getLast().data()).containsEntry("dropped_characters", 1_000_000 - kept);
    }
}
