package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * One step of a project's files.
 *
 * @param parent null for the first
 * @param author agent, user or import
 * @param agent the agent's name, where one is the author
 * @param runId the run that made it, where one did
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
        Instant createdAt) {}
