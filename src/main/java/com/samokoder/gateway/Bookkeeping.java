package com.samokoder.gateway;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;
import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Reservation;
import com.samokoder.usage.UsageLedger;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Money and rows for the attempts of one wish: each is reserved for before it leaves and written
 * down when it ends, and the wisher is told what it cost.
 */
final class Bookkeeping {
    private final BudgetGuard budgets;
    private final UsageLedger ledger;
    private final ModelWish wish;
    private final @Nullable UUID keyId;

    Bookkeeping(BudgetGuard budgets, UsageLedger ledger, ModelWish wish, @Nullable UUID keyId) {
        this.budgets = budgets;
        this.ledger = ledger;
        this.wish = wish;
        this.keyId = keyId;
    }

    /**
     * @throws com.samokoder.platform.errors.ApiException {@code budget_exceeded} or {@code
     *     price_unknown}
     */
    Reservation open(Estimate estimate) {
        return budgets.reserve(wish.payer(), estimate);
    }

    /** For an attempt that never left: no money, no row. */
    void cancel(Reservation reservation) {
        budgets.release(reservation);
    }

    @Nullable BigDecimal close(Reservation reservation, ModelId model, Ending ending) {
        var call =
                new UsageLedger.Call(
                        model,
                        keyId,
                        wish.runId(),
                        wish.step(),
                        wish.agent(),
                        wish.client() == null ? null : wish.client().requestId(),
                        ending.usage(),
                        ending.outcome(),
                        ending.finishReason(),
                        ending.firstTokenMillis(),
                        ending.millis());
        var cost = ledger.settle(reservation, call);
        wish.onCall().spent(model, ending.usage(), cost);
        return cost;
    }

    /**
     * How an attempt ended.
     *
     * @param outcome {@code ok} or the error's code
     */
    record Ending(
            TokenUsage usage,
            String outcome,
            @Nullable String finishReason,
            @Nullable Long firstTokenMillis,
            long millis) {}
}
