package com.samokoder.usage;

import com.samokoder.llm.ModelId;

/**
 * What an attempt may use.
 *
 * @param mostOutput tokens of output to hold money for, as far as the budgets go
 * @param leastOutput tokens of output without which the attempt makes no sense
 */
public record Estimate(ModelId model, long inputTokens, long mostOutput, long leastOutput) {
    /**
     * Held where the caller names no limit; far more than most answers, far less than a model's.
     */
    static final long UNSTATED = 8192;

    /** Still an answer, where a budget runs low. */
    static final long USEFUL = 256;

    /** The caller named a limit, and is promised all of it or nothing. */
    public static Estimate stated(ModelId model, long inputTokens, long maxOutput) {
        return new Estimate(model, inputTokens, maxOutput, maxOutput);
    }

    /** The caller named none: a budget decides how long the answer may become. */
    public static Estimate unstated(ModelId model, long inputTokens) {
        return new Estimate(model, inputTokens, UNSTATED, USEFUL);
    }

    /** The caller would like so much and can do with less. */
    public static Estimate upTo(ModelId model, long inputTokens, long maxOutput) {
        return new Estimate(model, inputTokens, maxOutput, Math.min(maxOutput, USEFUL));
    }
}
