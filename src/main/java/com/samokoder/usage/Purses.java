package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.time.Ids;

import org.springframework.stereotype.Component;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** This process's purses, one per payer. */
@Component
final class Purses {
    private static final Duration IDLE = Duration.ofSeconds(2);
    private static final Duration FORGOTTEN = Duration.ofMinutes(1);

    private final LedgerLines lines;
    private final UsageJournal journal;
    private final Ids ids;
    private final Clock clock;
    private final Map<Payer, Purse> purses = new ConcurrentHashMap<>();

    Purses(LedgerLines lines, UsageJournal journal, Ids ids, Clock clock) {
        this.lines = lines;
        this.journal = journal;
        this.ids = ids;
        this.clock = clock;
    }

    Purse of(Payer payer) {
        return purses.computeIfAbsent(payer, whose -> new Purse(whose, ids::next, clock));
    }

    /** This user's budgets changed. */
    void doubt(UserId user) {
        of(user).forEach(Purse::doubt);
    }

    /** What lies idle in a user's purses goes back to where everybody can have it. */
    boolean giveBack(UserId user) {
        return of(user).filter(this::giveBack).count() > 0;
    }

    private Stream<Purse> of(UserId user) {
        return purses.values().stream().filter(purse -> purse.payer().user().equals(user));
    }

    private boolean giveBack(Purse purse) {
        var id = purse.id();
        var back = purse.giveBack();
        if (back.signum() == 0) {
            return false;
        }
        lines.settle(new Settlement(purse.payer().user().value(), id, back.toPlainString(), null));
        return true;
    }

    /** Keeps the purses of long calls, empties idle ones, forgets those that nobody uses. */
    void tidy() {
        purses.values().stream().filter(purse -> purse.idleFor(IDLE)).forEach(this::giveBack);
        purses.values().removeIf(purse -> purse.idleFor(FORGOTTEN));
    }

    void renew() {
        var kept = purses.values().stream().filter(purse -> purse.stored().isPresent()).toList();
        if (kept.isEmpty()) {
            return;
        }
        journal.renew(kept.stream().flatMap(purse -> purse.stored().stream()).toList());
        kept.forEach(Purse::renewed);
    }

    void empty() {
        purses.values().forEach(this::giveBack);
    }

    /** Money that calls under way hold and that waits in purses. */
    BigDecimal outstanding() {
        return purses.values().stream()
                .map(Purse::outstanding)
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
