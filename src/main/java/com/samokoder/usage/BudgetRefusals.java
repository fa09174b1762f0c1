package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/** Says which budget stands in the way of a call, and until when. */
final class BudgetRefusals {
    private static final int SHOWN_DECIMALS = 6;

    private BudgetRefusals() {}

    static ApiException exceeded(BudgetAnswer answer, BigDecimal needed) {
        var budget = answer.tightest();
        if (budget == null) {
            return ApiException.of(ErrorCode.BUDGET_EXCEEDED);
        }
        return ApiException.of(
                ErrorCode.BUDGET_EXCEEDED,
                "usage.exceeded." + budget.scope().word() + "." + budget.period().word(),
                shown(budget.limitUsd()),
                shown(budget.spentUsd()),
                shown(budget.reservedUsd()),
                shown(needed),
                Objects.toString(budget.resetsAt(), ""));
    }

    private static String shown(BigDecimal amount) {
        var rounded = amount.setScale(SHOWN_DECIMALS, RoundingMode.UP).stripTrailingZeros();
        return (rounded.scale() < 2 ? rounded.setScale(2) : rounded).toPlainString();
    }
}
