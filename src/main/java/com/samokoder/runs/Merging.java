package com.samokoder.runs;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Brings changes that were made for one version onto a later one. */
final class Merging {
    private Merging() {}

    /**
     * @param now the files as they are
     * @param seen the files that the changes were made for
     * @return empty where both sides changed the same lines
     */
    static Optional<List<FileChange>> onto(Snapshot now, Snapshot seen, List<FileChange> changes) {
        var merged = new ArrayList<FileChange>();
        for (FileChange change : changes) {
            var path = change.path();
            var theirs = now.files().get(path);
            var base = seen.files().get(path);
            if (Objects.equals(base, theirs)) {
                merged.add(change);
                continue;
            }
            var one = merged(path, base, change, theirs);
            if (one == null) {
                return Optional.empty();
            }
            merged.add(one);
        }
        return Optional.of(List.copyOf(merged));
    }

    private static @Nullable FileChange merged(
            ProjectPath path, @Nullable String base, FileChange change, @Nullable String theirs) {
        return switch (change) {
            case FileChange.Summarize _ -> change;
            case FileChange.Delete _ -> theirs == null ? change : null;
            case FileChange.Put(var _, var ours) -> {
                if (theirs == null) {
                    yield null;
                }
                yield ThreeWayMerge.of(base == null ? "" : base, ours, theirs)
                        .map(text -> new FileChange.Put(path, text))
                        .orElse(null);
            }
        };
    }
}
