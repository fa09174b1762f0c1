package com.samokoder.platform.ratelimit;

import com.samokoder.platform.ratelimit.SharedCounts.Take;
import com.samokoder.platform.ratelimit.SharedCounts.Total;

import java.time.Instant;
import java.util.Optional;

/**
 * One client under one rule: what all replicas had counted when last heard of, and what this one
 * has counted since.
 */
final class Tally {
    /** How much of a quota one replica may give away before it tells the others. */
    private static final int PORTIONS = 50;

    private final RateLimitRule rule;
    private final String key;
    private final long portion;
    private long known;
    private long underWay;
    private long unsent;
    private Instant reset;

    Tally(RateLimitRule rule, String key, Instant now) {
        this.rule = rule;
        this.key = key;
        this.portion = Math.max(1, rule.quota() / PORTIONS);
        this.reset = endOfWindow(now);
    }

    /** Until the database has said when the window ends, it ends by this process's clock. */
    private Instant endOfWindow(Instant now) {
        long millis = rule.window().toMillis();
        return Instant.ofEpochMilli((now.toEpochMilli() / millis + 1) * millis);
    }

    /**
     * Counts a request.
     *
     * @param alone whether to count on although the others have not heard of what was given away
     */
    synchronized Taken take(Instant now, boolean alone) {
        if (!now.isBefore(reset)) {
            known = 0;
            unsent = 0;
            reset = endOfWindow(now);
        }
        long left = rule.quota() - known - underWay - unsent;
        if (left <= 0) {
            return new Taken(Outcome.REFUSED, 0);
        }
        if (!alone && unsent + underWay >= 2 * portion) {
            return new Taken(Outcome.UNHEARD, left);
        }
        unsent++;
        return new Taken(Outcome.COUNTED, left - 1);
    }

    /**
     * @param left requests after this one
     */
    record Taken(Outcome outcome, long left) {}

    enum Outcome {
        COUNTED,
        REFUSED,
        /** Not counted: the others have to hear first of what this replica gave away. */
        UNHEARD
    }

    synchronized Instant reset() {
        return reset;
    }

    /** Whether the others should hear of it soon. */
    synchronized boolean due() {
        return unsent >= portion;
    }

    /** Takes what the others have not heard of. */
    synchronized Optional<Take> send() {
        if (unsent == 0 || underWay > 0) {
            return Optional.empty();
        }
        underWay = unsent;
        unsent = 0;
        return Optional.of(new Take(key, rule.window().toSeconds(), underWay));
    }

    synchronized void sent(Total total, Instant now) {
        known = total.taken();
        underWay = 0;
        reset = now.plus(total.reset());
    }

    synchronized void notSent() {
        unsent += underWay;
        underWay = 0;
    }

    String key() {
        return key;
    }
}
