package com.samokoder.files.checks;

import java.time.Duration;

/** How long one check of a project may parse: a bound for each file and one for all together. */
final class Patience {
    private static final Duration PER_FILE = Duration.ofSeconds(1);

    private final long end;

    Patience(Duration inAll) {
        this.end = System.nanoTime() + inAll.toNanos();
    }

    /** When a file begun now must be done, as {@link System#nanoTime()} counts. */
    long fileEnd() {
        long now = System.nanoTime();
        return now + Math.min(PER_FILE.toNanos(), Math.max(0, end - now));
    }

    static boolean isOver(long end) {
        return System.nanoTime() - end >= 0;
    }
}
