package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A user's budgets and where they stand, as the database tells it. */
record BudgetList(long version, UnknownPrices unknownPrices, List<State> budgets) {

    /**
     * @param unpricedCalls calls of unknown cost in this period, which the budget does not see
     * @param resetsAt null for a budget that never begins anew
     */
    record State(
            BudgetScope scope,
            @Nullable UUID projectId,
            @Nullable UUID accessTokenId,
            BudgetPeriod period,
            String limitUsd,
            String spentUsd,
            String reservedUsd,
            String remainingUsd,
            long unpricedCalls,
            @Nullable Instant resetsAt) {}
}
