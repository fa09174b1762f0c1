package com.samokoder.files.git;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A piece of a project's history.
 *
 * @param head the newest version's number
 * @param steps versions, oldest first; not always up to the head
 */
record History(int head, List<Step> steps) {

    /**
     * A version and what it changed.
     *
     * @param commit the bytes of the commit that it was pushed as
     * @param executables what of that commit's files can be run
     * @param merged whether the commit brought others along
     */
    record Step(
            int number,
            String author,
            @Nullable String agent,
            String message,
            Instant createdAt,
            List<Change> changes,
            byte @Nullable [] commit,
            @Nullable List<String> executables,
            boolean merged) {}

    /**
     * What a path became.
     *
     * @param sha256 the content's digest in hexadecimal; null where the file was deleted
     */
    record Change(String path, @Nullable String sha256, int size) {}
}
