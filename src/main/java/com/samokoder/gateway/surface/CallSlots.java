package com.samokoder.gateway.surface;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many calls are under way. Without a bound a crowd of streams would not be slow but the end of
 * the process, running streams included.
 */
@Component
final class CallSlots {
    private static final Duration COME_BACK = Duration.ofSeconds(2);

    private final GatewayProperties properties;
    private final ConcurrentHashMap<UserId, Integer> byUser = new ConcurrentHashMap<>();
    private final AtomicInteger total = new AtomicInteger();
    private final Semaphore none = new Semaphore(0);
    private volatile boolean closed;

    CallSlots(GatewayProperties properties) {
        this.properties = properties;
    }

    /**
     * Takes a slot until it is closed.
     *
     * @throws ApiException {@code rate_limited} when the user has too many, {@code unavailable}
     *     when the process has, or when it is about to stop
     */
    Slot take(UserId user) {
        if (closed) {
            throw stopping();
        }
        if (total.incrementAndGet() > properties.calls()) {
            leave();
            throw ApiException.of(ErrorCode.UNAVAILABLE, "gateway.busy").withRetryAfter(COME_BACK);
        }
        if (byUser.merge(user, 1, Integer::sum) > properties.callsPerUser()) {
            giveBack(user);
            throw ApiException.of(
                            ErrorCode.RATE_LIMITED,
                            "gateway.too_many_calls",
                            properties.callsPerUser())
                    .withRetryAfter(COME_BACK);
        }
        return () -> giveBack(user);
    }

    private void giveBack(UserId user) {
        byUser.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
        leave();
    }

    private void leave() {
        if (total.decrementAndGet() == 0 && closed) {
            none.release();
        }
    }

    void open() {
        closed = false;
        none.drainPermits();
    }

    /** Gives no more slots away. */
    void close() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    static ApiException stopping() {
        return ApiException.of(ErrorCode.UNAVAILABLE, "gateway.stopping").withRetryAfter(COME_BACK);
    }

    int taken() {
        return total.get();
    }

    /** Waits until all slots are back; false when some are not by then. */
    boolean awaitNone(Duration time) {
        try {
            return total.get() == 0 || none.tryAcquire(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** One call under way. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
