package com.samokoder.usage;

/**
 * Money before the call. Nothing leaves for a provider without a reservation, which either {@link
 * UsageLedger#settle} or {@link #release} ends.
 */
public interface BudgetGuard {

    /**
     * Holds what one attempt may cost, in every budget that it counts in. Models that cost nothing
     * are never refused.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code budget_exceeded}, naming the budget
     *     and when it resets; {@code price_unknown} where the user's budgets cannot be kept
     */
    Reservation reserve(Payer payer, Estimate estimate);

    /** Gives back what was held for an attempt that never left. */
    void release(Reservation reservation);
}
