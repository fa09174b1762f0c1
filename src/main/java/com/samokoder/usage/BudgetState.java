package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A budget and where it stands.
 *
 * @param unpricedCalls calls of unknown cost in this period, which the budget does not see
 * @param resetsAt null for a budget that never begins anew
 */
public record BudgetState(
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
