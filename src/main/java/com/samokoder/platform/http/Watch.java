package com.samokoder.platform.http;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** One call under watch: when its last byte came, and whether it took too long. */
final class Watch {
    private final Runnable cancel;
    private final HttpProperties limits;
    private final long startedAt;
    private volatile long lastByteAt;
    private volatile boolean begun;
    private volatile CallTimedOut.@Nullable Phase expired;

    Watch(Runnable cancel, HttpProperties limits, long now) {
        this.cancel = cancel;
        this.limits = limits;
        this.startedAt = now;
        this.lastByteAt = now;
    }

    void touch(long now) {
        lastByteAt = now;
        begun = true;
    }

    /** Ends the call when it is overdue. Called by the watchdog's thread. */
    void check(long now) {
        var phase = overdue(now);
        if (phase != null && expired == null) {
            expired = phase;
            cancel.run();
        }
    }

    private CallTimedOut.@Nullable Phase overdue(long now) {
        long silence = now - lastByteAt;
        if (!begun && silence > limits.firstByteTimeout().toNanos()) {
            return CallTimedOut.Phase.FIRST_BYTE;
        }
        if (begun && silence > limits.idleTimeout().toNanos()) {
            return CallTimedOut.Phase.NEXT_BYTE;
        }
        return now - startedAt > limits.callTimeout().toNanos() ? CallTimedOut.Phase.END : null;
    }

    IOException explain(IOException failure) {
        var phase = expired;
        if (phase == null) {
            return failure;
        }
        var timedOut = new CallTimedOut(phase);
        timedOut.initCause(failure);
        return timedOut;
    }
}
