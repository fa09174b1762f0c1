package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.springframework.stereotype.Component;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The two lines in front of the database: money for calls that are about to leave, and rows of
 * calls that ended. What could not be written is tried again later, although its caller was told
 * so.
 */
@Component
final class LedgerLines {
    private static final int MOST_UNWRITTEN = 5_000;

    private final GroupCommit<BudgetWant, BudgetAnswer> out;
    private final GroupCommit<Settlement, Boolean> in;
    private final Queue<Settlement> unwritten = new ConcurrentLinkedQueue<>();
    private final AtomicInteger owed = new AtomicInteger();

    LedgerLines(UsageJournal journal) {
        this.out = new GroupCommit<>(journal::reserve);
        this.in = new GroupCommit<>(journal::settle);
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

    /** Writes what could not be written before, in so far as it can be now. */
    void catchUp() {
        for (var next = unwritten.peek(); next != null; next = unwritten.peek()) {
            in.submit(next);
            unwritten.remove();
            owed.decrementAndGet();
        }
    }
}
