package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/** Money held for one attempt. Its id becomes that of the attempt's ledger row. */
public final class Reservation {
    private final UUID id;
    private final Payer payer;
    private final @Nullable Purse purse;
    private final @Nullable UUID purseId;
    private final BigDecimal amount;
    private final @Nullable Long maxOutput;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Reservation(
            UUID id,
            Payer payer,
            @Nullable Purse purse,
            @Nullable UUID purseId,
            BigDecimal amount,
            @Nullable Long maxOutput) {
        this.id = id;
        this.payer = payer;
        this.purse = purse;
        this.purseId = purseId;
        this.amount = amount;
        this.maxOutput = maxOutput;
    }

    /** For an attempt that no budget limits. */
    public static Reservation unlimited(UUID id, Payer payer) {
        return new Reservation(id, payer, null, null, BigDecimal.ZERO, null);
    }

    static Reservation of(UUID id, Purse purse, Purse.Held held, long maxOutput) {
        return new Reservation(id, purse.payer(), purse, held.purseId(), held.amount(), maxOutput);
    }

    public UUID id() {
        return id;
    }

    public Payer payer() {
        return payer;
    }

    /** Tokens of output that the money covers, which the request must not exceed; null for any. */
    public @Nullable Long maxOutput() {
        return maxOutput;
    }

    /**
     * Gives the purse back what was not spent, the first time.
     *
     * @return what leaves the purse in the database
     */
    BigDecimal end(BigDecimal spent) {
        return purse == null || ended.getAndSet(true) ? BigDecimal.ZERO : purse.end(this, spent);
    }

    @Nullable UUID purseId() {
        return purseId;
    }

    BigDecimal amount() {
        return amount;
    }
}
