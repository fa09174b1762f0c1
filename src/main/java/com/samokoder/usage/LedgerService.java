package com.samokoder.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.math.BigDecimal;

/** Prices attempts, writes them down, and pays for them from what was held. */
@Service
class LedgerService implements UsageLedger {
    private final Pricing pricing;
    private final LedgerLines lines;
    private final UsageMetrics metrics;

    LedgerService(Pricing pricing, LedgerLines lines, UsageMetrics metrics) {
        this.pricing = pricing;
        this.lines = lines;
        this.metrics = metrics;
    }

    @Override
    public @Nullable BigDecimal settle(Reservation reservation, Call call) {
        var price = pricing.price(call.model(), call.usage());
        var row = UsageRecord.of(reservation, call, price);
        var taken = reservation.end(price.cost() == null ? BigDecimal.ZERO : price.cost());
        lines.settle(Settlement.of(reservation, taken, row));
        metrics.ended(call, price.cost());
        return price.cost();
    }
}
