package com.samokoder.usage;

import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * The budgets as their owner wants them, all of them.
 *
 * @param unknownPrices null to leave the choice as it is
 */
record BudgetPlan(
        @NotNull @Size(max = BudgetPlan.MOST) List<@NotNull @Valid Limit> budgets,
        @Nullable UnknownPrices unknownPrices) {
    static final int MOST = 300;

    /** One limit; a project's names the project, a token's the token. */
    record Limit(
            @NotNull BudgetScope scope,
            @Nullable UUID projectId,
            @Nullable UUID accessTokenId,
            @NotNull BudgetPeriod period,
            @NotNull @DecimalMin("0") @DecimalMax("1000000") @Digits(integer = 7, fraction = 9)
                    BigDecimal limitUsd) {

        boolean namesItsSubject() {
            return (scope == BudgetScope.PROJECT) == (projectId != null)
                    && (scope == BudgetScope.TOKEN) == (accessTokenId != null);
        }

        /** Null for the user's own. */
        @Nullable UUID subject() {
            return projectId == null ? accessTokenId : projectId;
        }

        boolean limitsTheSame(Limit other) {
            return scope == other.scope
                    && period == other.period
                    && Objects.equals(subject(), other.subject());
        }
    }
}
