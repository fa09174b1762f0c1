package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Objects;
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
        long durationMs,
        @Nullable Long firstTokenMs,
        @Nullable String finishReason,
        @Nullable String requestId) {

    private static final int NAME = 256;
    private static final int STEP = 200;
    private static final int WORD = 64;

    static UsageRecord of(Reservation reservation, UsageLedger.Call call, Pricing.Price price) {
        var usage = call.usage();
        return new UsageRecord(
                reservation.id(),
                call.model().provider(),
                Objects.requireNonNull(clipped(call.model().name(), NAME)),
                call.keyId(),
                reservation.payer().projectId(),
                call.runId(),
                clipped(call.step(), STEP),
                clipped(call.agent(), WORD),
                reservation.payer().accessTokenId(),
                usage.inputUncached(),
                usage.cacheRead(),
                usage.cacheWrite(),
                usage.output(),
                usage.reasoning(),
                usage.source().name().toLowerCase(Locale.ROOT),
                text(price.cost()),
                price.version(),
                Objects.requireNonNull(clipped(call.outcome(), WORD)),
                call.durationMillis(),
                call.firstTokenMillis(),
                clipped(call.finishReason(), WORD),
                clipped(call.requestId(), WORD));
    }

    /** A row must not be lost because a name is longer than its column. */
    private static @Nullable String clipped(@Nullable String text, int most) {
        return text == null || text.length() <= most ? text : text.substring(0, most);
    }

    private static @Nullable String text(@Nullable BigDecimal cost) {
        return cost == null ? null : cost.toPlainString();
    }
}
