package com.samokoder.runs;

import com.samokoder.agents.Step;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import java.util.List;

/** Puts the ids of a run, and of the step under way, on every log line of a thread. */
final class RunContext implements AutoCloseable {
    private static final List<String> KEYS = List.of("user_id", "project_id", "run_id", "step_id");

    private RunContext(Work work, @Nullable Step step) {
        MDC.put("user_id", work.lease().user().value().toString());
        MDC.put("project_id", work.run().project().value().toString());
        MDC.put("run_id", work.run().id().toString());
        if (step != null) {
            MDC.put("step_id", step.id());
        }
    }

    static RunContext of(Work work) {
        return new RunContext(work, null);
    }

    static RunContext of(Work work, Step step) {
        return new RunContext(work, step);
    }

    @Override
    public void close() {
        KEYS.forEach(MDC::remove);
    }
}
