package com.samokoder.runs;

import com.samokoder.agents.Step;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;

/** A step goes in a circle: going on would cost its owner money and bring nothing. */
final class Stuck extends RuntimeException {
    private final transient Report report;
    private final transient RunProblem problem;

    private Stuck(Report report, RunProblem problem) {
        super(report.what() + " in " + report.step());
        this.report = report;
        this.problem = problem;
    }

    /**
     * What went in a circle, and what it cost.
     *
     * @param what same_answer, same_error, no_change or files_changed
     * @param costUsd null where no price is known
     */
    record Report(
            String what,
            String step,
            int times,
            long inputTokens,
            long outputTokens,
            @Nullable BigDecimal costUsd) {}

    /** The model answers the same again and again, though it was told what is wrong. */
    static Stuck sameAnswer(Step step, int times, Spent spent) {
        return of(ErrorCode.MODEL_OUTPUT_INVALID, "same_answer", step, times, spent);
    }

    /** The call failed in the same way each time. */
    static Stuck sameError(ErrorCode code, Step step, int times, Spent spent) {
        return of(code, "same_error", step, times, spent);
    }

    /** A task was sent back, and the files are as they were. */
    static Stuck noChange(Step step, Spent spent) {
        return of(ErrorCode.MODEL_OUTPUT_INVALID, "no_change", step, 1, spent);
    }

    /** The owner changed the same lines each time before the step was done. */
    static Stuck filesChanged(Step step, int times, Spent spent) {
        return of(ErrorCode.VERSION_CONFLICT, "files_changed", step, times, spent);
    }

    private static Stuck of(ErrorCode code, String what, Step step, int times, Spent spent) {
        var report =
                new Report(
                        what,
                        step.id(),
                        times,
                        spent.inputTokens(),
                        spent.outputTokens(),
                        spent.costUsd());
        var arguments = List.of(step.id(), Integer.toString(times));
        return new Stuck(report, new RunProblem(code, "runs.stuck_" + what, arguments));
    }

    Report report() {
        return report;
    }

    RunProblem problem() {
        return problem;
    }
}
