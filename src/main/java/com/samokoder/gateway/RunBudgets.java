package com.samokoder.gateway;

import com.samokoder.auth.UserId;
import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Payer;
import com.samokoder.usage.Reservation;
import com.samokoder.usage.RunPayers;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets a run's calls count in the budget of the access token that set it going. That is remembered
 * for a few seconds, and no longer than a step takes: whoever resumes a run pays from then on.
 */
final class RunBudgets implements BudgetGuard {
    private static final Duration REMEMBERED = Duration.ofSeconds(5);

    private final BudgetGuard budgets;
    private final RunPayers payers;
    private final UUID run;
    private final Clock clock;
    private final AtomicReference<@Nullable Known> known = new AtomicReference<>();

    RunBudgets(BudgetGuard budgets, RunPayers payers, UUID run, Clock clock) {
        this.budgets = budgets;
        this.payers = payers;
        this.run = run;
        this.clock = clock;
    }

    private record Known(@Nullable UUID token, Instant until) {}

    @Override
    public Reservation reserve(Payer payer, Estimate estimate) {
        var token = tokenOf(payer.user());
        return budgets.reserve(new Payer(payer.user(), payer.projectId(), token), estimate);
    }

    private @Nullable UUID tokenOf(UserId user) {
        var now = clock.instant();
        var last = known.get();
        if (last == null || !now.isBefore(last.until())) {
            last = new Known(payers.accessTokenOf(user, run), now.plus(REMEMBERED));
            known.set(last);
        }
        return last.token();
    }

    @Override
    public void release(Reservation reservation) {
        budgets.release(reservation);
    }
}
