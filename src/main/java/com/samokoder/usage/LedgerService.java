package com.samokoder.usage;

import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

import java.math.BigDecimal;

/** Prices calls and writes them down. */
@Service
class LedgerService implements UsageLedger {
    private final Pricing pricing;
    private final UsageRepository records;

    LedgerService(Pricing pricing, UsageRepository records) {
        this.pricing = pricing;
        this.records = records;
    }

    @Override
    public @Nullable BigDecimal record(UserId payer, Call call) {
        var price = pricing.price(call.model(), call.usage());
        return records.add(payer, UsageRecord.of(call, price)).cost();
    }
}
