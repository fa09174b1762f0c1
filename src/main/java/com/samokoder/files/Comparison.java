package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The files, by path, that two versions do not have in common. */
record Comparison(int version, int against, List<ChangedFile> files) {

    /**
     * A file that differs.
     *
     * @param before null where the file was added
     * @param after null where the file was deleted
     */
    record ChangedFile(String path, @Nullable Content before, @Nullable Content after) {
        boolean isText() {
            return (before == null || before.isText()) && (after == null || after.isText());
        }

        String change() {
            if (before == null) {
                return "added";
            }
            return after == null ? "deleted" : "modified";
        }
    }

    record Content(String sha256, int size, boolean isText) {}
}
