package com.samokoder.files.checks;

import java.time.Duration;

/** How long one check of a project may parse: all files together, and each of them a quarter. */
final class Patience {
    private static final int PARTS = 4;

    private final long perFile;
    private final long end;

    Patience(Duration inAll) {
        this.perFile = inAll.dividedBy(PARTS).toNanos();
        this.end = System.nanoTime() + inAll.toNanos();
    }

    /** When a file begun now must be done, as {@link System#nanoTime()} counts. */
    long fileEnd() {
        long now = System.nanoTime();
        return now + Math.min(perFile, Math.max(0, end - now));
    }

    static boolean isOver(long end) {
        return System.nanoTime() - end >= 0;
    }
}
