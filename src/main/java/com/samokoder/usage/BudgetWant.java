package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/**
 * Money for a purse, as the database is asked for it.
 *
 * @param least null where the price is unknown, as {@code most} is then
 */
record BudgetWant(
        UUID id,
        UUID userId,
        @Nullable UUID projectId,
        @Nullable UUID accessTokenId,
        UUID purseId,
        @Nullable String least,
        @Nullable String most) {

    static String text(BigDecimal amount) {
        return amount.toPlainString();
    }
}
