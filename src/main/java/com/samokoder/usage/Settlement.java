package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * The end of a reservation.
 *
 * @param purseId null where no budget applied
 * @param taken what leaves the purse in the database, spent or given back
 * @param call null for an attempt that never left
 */
record Settlement(UUID userId, @Nullable UUID purseId, String taken, @Nullable UsageRecord call) {

    static Settlement of(Reservation reservation, BigDecimal taken, @Nullable UsageRecord call) {
        return new Settlement(
                reservation.payer().user().value(),
                reservation.purseId(),
                taken.toPlainString(),
                call);
    }
}
