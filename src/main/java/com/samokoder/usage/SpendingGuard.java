package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;

/** Estimates, and holds the estimate in a purse until the attempt has ended. */
@Component
class SpendingGuard implements BudgetGuard {
    private final Pricing pricing;
    private final Purses purses;
    private final LedgerLines lines;
    private final UsageMetrics metrics;
    private final Ids ids;

    SpendingGuard(
            Pricing pricing, Purses purses, LedgerLines lines, UsageMetrics metrics, Ids ids) {
        this.pricing = pricing;
        this.purses = purses;
        this.lines = lines;
        this.metrics = metrics;
        this.ids = ids;
    }

    @Override
    public Reservation reserve(Payer payer, Estimate estimate) {
        var rates = pricing.rates(estimate.model()).orElse(null);
        if (rates == null) {
            requireUnknownAllowed(payer, estimate);
            return Reservation.unlimited(ids.next(), payer);
        }
        if (rates.free()) {
            return Reservation.unlimited(ids.next(), payer);
        }
        var most = pricing.capped(estimate.model(), estimate.mostOutput());
        var amounts =
                new Amounts(
                        rates.cost(estimate.inputTokens(), Math.min(estimate.leastOutput(), most)),
                        rates.cost(estimate.inputTokens(), most));
        var purse = purses.of(payer);
        var held = purse.take(amounts.most()).orElseGet(() -> ask(purse, amounts, true));
        if (held.purseId() == null) {
            return Reservation.unlimited(ids.next(), payer);
        }
        long covered = rates.output(held.amount(), estimate.inputTokens());
        return Reservation.of(ids.next(), purse, held, Math.min(covered, most));
    }

    private Purse.Held ask(Purse purse, Amounts wanted, boolean again) {
        var answer = lines.ask(purse.missing(ids.next(), wanted.least(), wanted.most()));
        var held = purse.fill(answer, wanted.least(), wanted.most());
        if (held.isPresent()) {
            return held.get();
        }
        if (again && purses.giveBack(purse.payer().user())) {
            return ask(purse, wanted, false);
        }
        metrics.refused(UsageMetrics.BUDGET);
        throw BudgetRefusals.exceeded(answer, wanted.least());
    }

    private void requireUnknownAllowed(Payer payer, Estimate estimate) {
        var answer = lines.ask(purses.of(payer).missing(ids.next(), null, null));
        if (answer.unknownPrices().refuse(answer.governed())) {
            metrics.refused(UsageMetrics.UNKNOWN_PRICE);
            throw ApiException.of(
                    ErrorCode.PRICE_UNKNOWN, "usage.price_unknown", estimate.model().toString());
        }
    }

    @Override
    public void release(Reservation reservation) {
        var taken = reservation.end(BigDecimal.ZERO);
        if (taken.signum() != 0) {
            lines.settle(Settlement.of(reservation, taken, null));
        }
    }

    private record Amounts(BigDecimal least, BigDecimal most) {}
}
