package com.samokoder.runs;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * What a run has used up so far.
 *
 * @param worked time that workers spent on it; waiting does not count
 */
record RunUse(int steps, long tokens, BigDecimal costUsd, Duration worked) {

    /** With one more finished step. */
    RunUse plus(Spent spent) {
        return with(spent, steps + 1);
    }

    /** With what a step under way has spent. */
    RunUse with(Spent spent) {
        return with(spent, steps);
    }

    private RunUse with(Spent spent, int stepsThen) {
        return new RunUse(
                stepsThen,
                tokens + spent.inputTokens() + spent.outputTokens(),
                spent.costUsd() == null ? costUsd : costUsd.add(spent.costUsd()),
                worked);
    }

    RunUse withWorked(Duration worked) {
        return new RunUse(steps, tokens, costUsd, worked);
    }

    RunUse withMoreSteps(int more) {
        return new RunUse(steps + more, tokens, costUsd, worked);
    }
}
