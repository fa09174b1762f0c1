package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * The two lines in front of the database: money for calls that are about to leave, and rows of
 * calls that ended. What could not be written is tried again later, although its caller was told
 * so.
 */
@Component
final class LedgerLines {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerLines.class);
    private static final int MOST_UNWRITTEN = 5_000;

    private final GroupCommit<BudgetWant, BudgetAnswer> out;
    private final GroupCommit<Settlement, Boolean> in;
    private final Queue<Settlement> unwritten = new ConcurrentLinkedQueue<>();
    private final AtomicInteger owed = new AtomicInteger();

    @Autowired
    LedgerLines(UsageJournal journal) {
        this(journal::reserve, journal::settle);
    }

    LedgerLines(
            Function<List<BudgetWant>, List<BudgetAnswer>> reserve,
            Function<List<Settlement>, List<Boolean>> settle) {
        this.out = new GroupCommit<>(reserve);
        this.in = new GroupCommit<>(settle);
    }

    BudgetAnswer ask(BudgetWant want) {
        return out.submit(want);
    }

    /** Returns when it is durable. */
    void settle(Settlement settlement) {
        try {
            in.submit(settlement);
        } catch (ApiException failure) {
            if (failure.code() == ErrorCode.UNAVAILABLE && owed.get() < MOST_UNWRITTEN) {
                owed.incrementAndGet();
                unwritten.add(settlement);
            }
            throw failure;
        }
    }

    /**
     * Writes what could not be written before, in so far as it can be now. What will never be
     * taken, such as a row of a user who is gone, does not hold up those behind it.
     *
     * @param atMost after which no further row is begun
     * @throws ApiException {@code unavailable}
     */
    synchronized void catchUp(Duration atMost) {
        long begun = System.nanoTime();
        for (var next = unwritten.peek(); next != null; next = unwritten.peek()) {
            if (System.nanoTime() - begun > atMost.toNanos()) {
                return;
            }
            write(next);
            unwritten.remove();
            owed.decrementAndGet();
        }
    }

    private void write(Settlement settlement) {
        try {
            in.submit(settlement);
        } catch (ApiException failure) {
            if (failure.code() == ErrorCode.UNAVAILABLE) {
                throw failure;
            }
            LOG.error(
                    "A row of the ledger is given up ({}): user {}, purse {}, amount {}",
                    failure.code(),
                    settlement.userId(),
                    settlement.purseId(),
                    settlement.taken());
        }
    }
}
