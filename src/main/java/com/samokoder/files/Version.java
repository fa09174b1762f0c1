package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * One step of a project's files.
 *
 * @param parent null for the first
 * @param author agent, user or import
 * @param agent the agent's name, where one is the author
 * @param runId the run that made it, where one did
 * @param verified whether the checks found no error; null where nobody has checked
 * @param findings what the checks found, at most a hundred
 */
record Version(
        int number,
        @Nullable Integer parent,
        String author,
        @Nullable String agent,
        @Nullable UUID runId,
        String message,
        int fileCount,
        long totalSizeBytes,
        @Nullable Boolean verified,
        List<Finding> findings,
        Instant createdAt) {

    /**
     * @param line counted from 1; 0 where the whole file is meant
     * @param check the kind of check, such as {@code syntax}
     * @param severity error or warning
     */
    record Finding(String path, int line, String check, String severity, String message) {}
}
