package com.samokoder.runs;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.web.Problem;
import com.samokoder.platform.web.Problems;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.time.Instant;
import java.util.Locale;

/** Puts a run and its log into the reader's language. */
@Component
final class RunTexts {
    private final Problems problems;
    private final JsonMapper json;

    RunTexts(Problems problems, JsonMapper json) {
        this.problems = problems;
        this.json = json;
    }

    RunView view(Run run, Locale language) {
        return RunView.of(run, problem(run.error(), language));
    }

    /** Events of a stop hold a problem without words; the reader gets the words. */
    RunEvent event(RunEvent event, Locale language) {
        return switch (event.type()) {
            case "run.failed" -> withData(event, told(event.data(), language));
            case "run.paused" -> {
                var data = (ObjectNode) event.data().deepCopy();
                data.set("error", told(data.path("error"), language));
                yield withData(event, data);
            }
            default -> event;
        };
    }

    /** The last words of a stream whose reader may read no more; not an event of the log. */
    RunEvent refused(RunId run, long seq, Instant at, ApiException refusal, Locale language) {
        var problem = json.valueToTree(problems.of(refusal, language));
        return new RunEvent(run.value(), seq, "error", at, null, null, problem);
    }

    private JsonNode told(JsonNode stored, Locale language) {
        if (!stored.isObject()) {
            return json.nullNode();
        }
        var problem = problem(json.treeToValue(stored, RunProblem.class), language);
        return json.valueToTree(problem);
    }

    private @Nullable Problem problem(@Nullable RunProblem stored, Locale language) {
        return stored == null ? null : problems.of(stored.exception(), language);
    }

    private static RunEvent withData(RunEvent event, JsonNode data) {
        return new RunEvent(
                event.runId(),
                event.seq(),
                event.type(),
                event.at(),
                event.step(),
                event.agent(),
                data);
    }
}
