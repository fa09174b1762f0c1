package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/**
 * What the calls of one step cost.
 *
 * @param costUsd null where no price is known
 */
record Spent(long inputTokens, long outputTokens, @Nullable BigDecimal costUsd) {}
