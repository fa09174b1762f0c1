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
        return new RunUse(
                steps + 1,
                tokens + spent.inputTokens() + spent.outputTokens(),
                spent.costUsd() == null ? costUsd : costUsd.add(spent.costUsd()),
                worked);
    }

    RunUse withWorked(Duration worked) {
        return new RunUse(steps, tokens, costUsd, worked);
    }
}
