package com.samokoder.runs;

import com.samokoder.llm.Cancellation;

import org.jspecify.annotations.Nullable;

/** One run in a worker's hands. What is told here ends the model call in flight. */
final class Work {
    private final ClaimedRun run;
    private final Cancellation cancellation = new Cancellation();
    private volatile @Nullable Stop stop;

    Work(ClaimedRun run) {
        this.run = run;
        if (run.cancelRequested()) {
            stop(Stop.CANCELLED);
        }
    }

    ClaimedRun run() {
        return run;
    }

    Lease lease() {
        return run.lease();
    }

    Cancellation cancellation() {
        return cancellation;
    }

    /** The first reason counts, except that a lost lease overrules: nothing may be written then. */
    void stop(Stop reason) {
        synchronized (this) {
            if (stop == null || reason == Stop.LOST) {
                stop = reason;
            }
        }
        cancellation.cancel();
    }

    @Nullable Stop stopped() {
        return stop;
    }
}
