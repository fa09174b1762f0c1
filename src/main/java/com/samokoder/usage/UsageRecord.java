package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.UUID;

/** A row of the ledger, as the database takes it. */
record UsageRecord(
        UUID id,
        String provider,
        String model,
        @Nullable UUID keyId,
        @Nullable UUID projectId,
        @Nullable UUID runId,
        @Nullable String step,
        @Nullable String agent,
        @Nullable UUID accessTokenId,
        long inputUncached,
        long cacheRead,
        long cacheWrite,
        long output,
        long reasoning,
        String usageSource,
        @Nullable String cost,
        @Nullable String priceVersion,
        String outcome,
        long durationMs) {

    static UsageRecord of(UsageLedger.Call call, Pricing.Price price) {
        var usage = call.usage();
        return new UsageRecord(
                call.id(),
                call.model().provider(),
                call.model().name(),
                call.keyId(),
                call.projectId(),
                call.runId(),
                call.step(),
                call.agent(),
                call.accessTokenId(),
                usage.inputUncached(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning(),
                usage.source().name().toLowerCase(Locale.ROOT),
                text(price.cost()),
                price.version(),
                call.outcome(),
                call.durationMillis());
    }

    private static @Nullable String text(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.toPlainString();
    }

    /** What the ledger keeps for an id: of the first write, where there were two. */
    record Kept(UUID id, @Nullable BigDecimal cost) {}
}
