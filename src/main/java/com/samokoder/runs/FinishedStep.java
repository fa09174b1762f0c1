package com.samokoder.runs;

import com.samokoder.agents.PipelineState;
import com.samokoder.agents.Step;
import com.samokoder.files.FileChange;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A step that is ready to be committed.
 *
 * @param state of the run after it
 * @param expectedHead the version of the files that the changes are made for
 * @param progress of the run after it, in percent
 */
record FinishedStep(
        Step step,
        int attempt,
        PipelineState state,
        Changes changes,
        int expectedHead,
        Spent spent,
        int progress) {

    /**
     * @param verdict of the files with the changes; null where those are as they were
     * @param message what the version says
     */
    record Changes(List<FileChange> files, @Nullable CheckVerdict verdict, String message) {}

    Row row() {
        return new Row(
                step.id(),
                step.agent().word(),
                attempt,
                spent.inputTokens(),
                spent.outputTokens(),
                spent.costUsd());
    }

    List<Map<String, String>> fileArguments() {
        return changes.files().stream().map(FinishedStep::asArgument).toList();
    }

    private static Map<String, String> asArgument(FileChange change) {
        return switch (change) {
            case FileChange.Put(var path, var content) ->
                    Map.of("op", "put", "path", path.value(), "content", content);
            case FileChange.Delete(var path) -> Map.of("op", "delete", "path", path.value());
            case FileChange.Summarize(var path, var text) ->
                    Map.of("op", "summarize", "path", path.value(), "summary", text);
        };
    }

    /** What the step's row holds. */
    record Row(
            String id,
            String agent,
            int attempt,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal costUsd) {}
}
