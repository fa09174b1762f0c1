package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The money that this process has reserved in the database for one payer, and that no attempt holds
 * at the moment. Whatever is in it, or held from it, counts as reserved everywhere; so it gives
 * back what it may not keep.
 */
final class Purse {
    /** How long the database keeps a purse that nobody renews. */
    static final Duration LIFETIME = Duration.ofMinutes(5);

    private static final Duration SAFETY = Duration.ofSeconds(30);

    /** How soon a change of the budgets is noticed by every process. */
    private static final Duration FRESH = Duration.ofSeconds(2);

    private final Payer payer;
    private final Supplier<UUID> ids;
    private final Clock clock;
    private UUID id;
    private boolean stored;
    private boolean governed = true;
    private BigDecimal free = BigDecimal.ZERO;
    private BigDecimal keep = BigDecimal.ZERO;
    private BigDecimal held = BigDecimal.ZERO;
    private int holders;
    private Instant asked = Instant.MIN;
    private Instant used;
    private Instant validUntil = Instant.MAX;

    Purse(Payer payer, Supplier<UUID> ids, Clock clock) {
        this.payer = payer;
        this.ids = ids;
        this.clock = clock;
        this.id = ids.get();
        this.used = clock.instant();
    }

    Payer payer() {
        return payer;
    }

    /** Takes money without asking the database, where there is enough and the news are fresh. */
    synchronized Optional<Held> take(BigDecimal amount) {
        var now = clock.instant();
        used = now;
        renounceIfExpired(now);
        if (asked.plus(FRESH).isBefore(now)) {
            return Optional.empty();
        }
        if (!governed) {
            return Optional.of(new Held(null, BigDecimal.ZERO));
        }
        return free.compareTo(amount) >= 0 ? Optional.of(hold(amount)) : Optional.empty();
    }

    /** What is missing for an attempt that wants these amounts. */
    synchronized BudgetWant missing(
            UUID want, @Nullable BigDecimal least, @Nullable BigDecimal most) {
        return new BudgetWant(
                want,
                payer.user().value(),
                payer.projectId(),
                payer.accessTokenId(),
                id,
                least == null ? null : BudgetWant.text(least.subtract(free).max(BigDecimal.ZERO)),
                most == null ? null : BudgetWant.text(most.subtract(free).max(BigDecimal.ZERO)));
    }

    /**
     * Puts in what the database granted, and takes as much as it can of what is wanted.
     *
     * @return empty where that is less than the least
     */
    synchronized Optional<Held> fill(BudgetAnswer answer, BigDecimal least, BigDecimal most) {
        asked = clock.instant();
        governed = answer.governed();
        if (!governed) {
            return Optional.of(new Held(null, BigDecimal.ZERO));
        }
        if (answer.granted() != null) {
            stored = true;
            validUntil = asked.plus(LIFETIME).minus(SAFETY);
            free = free.add(answer.granted());
            keep = answer.spare();
        }
        var amount = most.min(free);
        return amount.compareTo(least) >= 0 ? Optional.of(hold(amount)) : Optional.empty();
    }

    private Held hold(BigDecimal amount) {
        free = free.subtract(amount);
        held = held.add(amount);
        holders++;
        return new Held(id, amount);
    }

    /**
     * Ends a hold of which so much was spent.
     *
     * @return what leaves the purse in the database: what was spent, and what it may not keep
     */
    synchronized BigDecimal end(Reservation reservation, BigDecimal spent) {
        if (!id.equals(reservation.purseId())) {
            return reservation.amount();
        }
        holders--;
        held = held.subtract(reservation.amount());
        used = clock.instant();
        free = free.add(reservation.amount()).subtract(spent);
        var back = free.subtract(keep).max(BigDecimal.ZERO);
        free = free.subtract(back);
        return spent.add(back);
    }

    /** Empties the purse of what nobody holds; zero where there is nothing. */
    synchronized BigDecimal giveBack() {
        var back = free.max(BigDecimal.ZERO);
        free = free.subtract(back);
        return back;
    }

    /** The next attempt asks the database, whatever was known. */
    synchronized void doubt() {
        asked = Instant.MIN;
    }

    synchronized boolean idleFor(Duration time) {
        return holders == 0 && used.plus(time).isBefore(clock.instant());
    }

    /** The purse in the database, where somebody's money is in it. */
    synchronized Optional<UUID> stored() {
        return stored && (holders > 0 || free.signum() > 0) ? Optional.of(id) : Optional.empty();
    }

    /** Money that attempts hold, or that waits for the next. */
    synchronized BigDecimal outstanding() {
        return free.add(held).max(BigDecimal.ZERO);
    }

    synchronized UUID id() {
        return id;
    }

    synchronized void renewed() {
        validUntil = clock.instant().plus(LIFETIME).minus(SAFETY);
    }

    /** Others may have spent what an unrenewed purse held. */
    private void renounceIfExpired(Instant now) {
        if (stored && validUntil.isBefore(now)) {
            id = ids.get();
            stored = false;
            holders = 0;
            held = BigDecimal.ZERO;
            free = BigDecimal.ZERO;
            keep = BigDecimal.ZERO;
            asked = Instant.MIN;
        }
    }

    /**
     * @param purseId the purse in the database that it came from; null where no budget applies
     */
    record Held(@Nullable UUID purseId, BigDecimal amount) {}
}
