package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Lets many threads share one call of the database: while one call is under way, the next group
 * gathers behind it. Whoever submits waits until the own entry is durable; a lone one waits for
 * nobody. Bounded, and closed where the bound is reached.
 */
final class GroupCommit<W, A> {
    private static final int LARGEST = 128;
    private static final int MOST_WAITING = 10_000;
    private static final Duration SOON = Duration.ofSeconds(1);

    private final Function<List<W>, List<A>> call;
    private final Semaphore places = new Semaphore(MOST_WAITING);
    private final Queue<Entry<W, A>> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean led = new AtomicBoolean();

    /**
     * @param call answers in the order of what it is given; all or nothing
     */
    GroupCommit(Function<List<W>, List<A>> call) {
        this.call = call;
    }

    /**
     * @throws ApiException as the call throws it, or {@code unavailable}
     */
    A submit(W what) {
        if (!places.tryAcquire()) {
            throw ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(SOON);
        }
        try {
            var entry = new Entry<W, A>(what);
            waiting.add(entry);
            if (led.compareAndSet(false, true) || entry.awaitsLead()) {
                lead(entry);
            }
            return entry.answer();
        } finally {
            places.release();
        }
    }

    /** The first of a group makes its call; those behind it wait each for the own answer alone. */
    private void lead(Entry<W, A> own) {
        try {
            while (!own.over()) {
                send(nextGroup());
            }
        } finally {
            handOver();
        }
    }

    private void handOver() {
        while (true) {
            var next = waiting.peek();
            if (next != null) {
                next.takeLead();
                return;
            }
            led.set(false);
            if (waiting.isEmpty() || !led.compareAndSet(false, true)) {
                return;
            }
        }
    }

    /** How many wait for the next call. */
    int waiting() {
        return waiting.size();
    }

    private List<Entry<W, A>> nextGroup() {
        var group = new ArrayList<Entry<W, A>>();
        for (var entry = waiting.poll(); entry != null; entry = waiting.poll()) {
            group.add(entry);
            if (group.size() == LARGEST) {
                break;
            }
        }
        return group;
    }

    /** One bad entry must not take the others down: they are then sent one by one. */
    private void send(List<Entry<W, A>> group) {
        try {
            answer(group);
        } catch (ApiException refused) {
            if (group.size() == 1 || refused.code() == ErrorCode.UNAVAILABLE) {
                group.forEach(entry -> entry.fail(refused));
                return;
            }
            group.forEach(entry -> send(List.of(entry)));
        } finally {
            // Whatever else went wrong, nobody waits for ever.
            group.stream()
                    .filter(entry -> !entry.over())
                    .forEach(entry -> entry.fail(ApiException.of(ErrorCode.UNAVAILABLE)));
        }
    }

    private void answer(List<Entry<W, A>> group) {
        var answers = call.apply(group.stream().map(Entry::what).toList());
        for (int index = 0; index < group.size(); index++) {
            group.get(index).succeed(answers.get(index));
        }
    }

    private static final class Entry<W, A> {
        private final W what;
        private final Thread waiter = Thread.currentThread();
        private volatile @Nullable A answer;
        private volatile @Nullable ApiException failure;
        private volatile boolean leads;

        Entry(W what) {
            this.what = what;
        }

        W what() {
            return what;
        }

        boolean over() {
            return answer != null || failure != null;
        }

        /** Waits for the answer, or for the lead. An interrupt is kept for later. */
        boolean awaitsLead() {
            boolean interrupted = false;
            while (!over() && !leads) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                waiter.interrupt();
            }
            return !over();
        }

        void takeLead() {
            leads = true;
            LockSupport.unpark(waiter);
        }

        void succeed(A given) {
            answer = given;
            LockSupport.unpark(waiter);
        }

        void fail(ApiException why) {
            if (!over()) {
                failure = why;
                LockSupport.unpark(waiter);
            }
        }

        A answer() {
            if (failure != null) {
                throw failure;
            }
            return Objects.requireNonNull(answer);
        }
    }
}
