package com.samokoder.runs;

import com.samokoder.agents.Step;
import com.samokoder.agents.StepResult;
import com.samokoder.files.FileChange;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * A step that is ready to be committed.
 *
 * @param expectedHead the version of the files that the agent saw
 * @param progress of the run after it, in percent
 */
record FinishedStep(
        Step step, int attempt, StepResult result, int expectedHead, Spent spent, int progress) {

    Row row() {
        return new Row(
                step.id(),
                step.agent().word(),
                attempt,
                spent.inputTokens(),
                spent.outputTokens(),
                spent.costUsd());
    }

    List<Map<String, String>> changes() {
        return result.changes().stream().map(FinishedStep::asArgument).toList();
    }

    FinishedStep onTopOf(int head) {
        return new FinishedStep(step, attempt, result, head, spent, progress);
    }

    private static Map<String, String> asArgument(FileChange change) {
        return switch (change) {
            case FileChange.Put(var path, var content) ->
                    Map.of("op", "put", "path", path.value(), "content", content);
            case FileChange.Delete(var path) -> Map.of("op", "delete", "path", path.value());
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
