package com.samokoder.platform.http;

import java.io.IOException;

/** A call that the watchdog ended. */
public final class CallTimedOut extends IOException {
    private final Phase phase;

    CallTimedOut(Phase phase) {
        super("timed out: " + phase);
        this.phase = phase;
    }

    public Phase phase() {
        return phase;
    }

    /** What was waited for. */
    public enum Phase {
        FIRST_BYTE,
        NEXT_BYTE,
        END
    }
}
