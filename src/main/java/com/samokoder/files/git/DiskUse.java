package com.samokoder.files.git;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a folder takes on disk, in blocks of four kilobytes. */
final class DiskUse {
    private static final long BLOCK = 4096;

    private DiskUse() {}

    static long of(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.mapToLong(DiskUse::blocks).sum();
        }
    }

    private static long blocks(Path path) {
        try {
            return (Files.size(path) + BLOCK - 1) / BLOCK * BLOCK;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
