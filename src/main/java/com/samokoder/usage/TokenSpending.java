package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * What an access token may know of itself.
 *
 * @param spentDayUsd since the day began, in UTC; the month likewise
 * @param budgets its own, and those of its owner that its calls count in
 */
public record TokenSpending(
        String name,
        @Nullable Instant expiresAt,
        String spentDayUsd,
        String spentMonthUsd,
        String spentTotalUsd,
        List<BudgetState> budgets) {}
