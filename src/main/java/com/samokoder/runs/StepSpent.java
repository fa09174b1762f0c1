package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** What a step that did not end well had spent. */
record StepSpent(String step, long inputTokens, long outputTokens, @Nullable BigDecimal costUsd) {

    static StepSpent of(String step, Spent spent) {
        return new StepSpent(step, spent.inputTokens(), spent.outputTokens(), spent.costUsd());
    }
}
