package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.UUID;

/**
 * What the database says to a want.
 *
 * @param governed whether any budget applies
 * @param granted what was put into the purse; null where the budgets leave too little
 * @param spare how much of it may stay there for the next attempt
 * @param tightest the budget with the least room; null where none applies
 */
record BudgetAnswer(
        UUID id,
        boolean governed,
        @Nullable BigDecimal granted,
        BigDecimal spare,
        UnknownPrices unknownPrices,
        @Nullable Tightest tightest) {

    record Tightest(
            BudgetScope scope,
            BudgetPeriod period,
            BigDecimal limitUsd,
            BigDecimal spentUsd,
            BigDecimal reservedUsd,
            @Nullable Instant resetsAt) {}
}
