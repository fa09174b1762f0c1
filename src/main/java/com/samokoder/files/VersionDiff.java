package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** What differs between two versions, as JSON. */
record VersionDiff(int version, int against, List<FileDiff> files) {

    /**
     * @param change added, modified or deleted
     * @param before null where the file was added
     * @param after null where the file was deleted
     * @param binary whether a side is no text; it has no hunks then
     * @param truncated whether the hunks were left out because the answer would get too large
     * @param additions lines; null where the lines are not known
     * @param deletions lines; null where the lines are not known
     */
    record FileDiff(
            String path,
            String change,
            @Nullable Side before,
            @Nullable Side after,
            boolean binary,
            boolean truncated,
            @Nullable Integer additions,
            @Nullable Integer deletions,
            List<Hunk> hunks) {

        static FileDiff of(Comparison.ChangedFile file, List<Hunk> hunks) {
            return of(
                    file,
                    false,
                    hunks.stream().mapToInt(Hunk::added).sum(),
                    hunks.stream().mapToInt(Hunk::removed).sum(),
                    hunks);
        }

        /** A file without its lines: a binary one, or one too many. */
        static FileDiff withoutLines(Comparison.ChangedFile file) {
            return of(file, file.isText(), null, null, List.of());
        }

        private static FileDiff of(
                Comparison.ChangedFile file,
                boolean truncated,
                @Nullable Integer additions,
                @Nullable Integer deletions,
                List<Hunk> hunks) {
            return new FileDiff(
                    file.path(),
                    file.change(),
                    Side.of(file.before()),
                    Side.of(file.after()),
                    !file.isText(),
                    truncated,
                    additions,
                    deletions,
                    hunks);
        }
    }

    record Side(String sha256, int size) {
        static @Nullable Side of(Comparison.@Nullable Content content) {
            return content == null ? null : new Side(content.sha256(), content.size());
        }
    }
}
