package com.samokoder.gateway;

import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Payer;
import com.samokoder.usage.Reservation;
import com.samokoder.usage.RunPayers;

import java.util.UUID;

/** Lets a run's calls count in the budget of the access token that set it going. */
final class RunBudgets implements BudgetGuard {
    private final BudgetGuard budgets;
    private final RunPayers payers;
    private final UUID run;

    RunBudgets(BudgetGuard budgets, RunPayers payers, UUID run) {
        this.budgets = budgets;
        this.payers = payers;
        this.run = run;
    }

    @Override
    public Reservation reserve(Payer payer, Estimate estimate) {
        var token = payers.accessTokenOf(payer.user(), run);
        return budgets.reserve(new Payer(payer.user(), payer.projectId(), token), estimate);
    }

    @Override
    public void release(Reservation reservation) {
        budgets.release(reservation);
    }
}
