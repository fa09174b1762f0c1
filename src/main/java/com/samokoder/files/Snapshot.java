package com.samokoder.files;

import java.util.Collection;
import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One version as agents see it.
 *
 * @param version the version's number; 0 before the first
 * @param files text by path
 * @param binaries the paths of the files that are no text, whose content is left out
 * @param summaries what files are about, where somebody has summed up their content
 * @param locks what agents may not touch
 */
public record Snapshot(
        int version,
        SortedMap<ProjectPath, String> files,
        SortedSet<ProjectPath> binaries,
        SortedMap<ProjectPath, String> summaries,
        LockedPaths locks) {

    /** A version without summaries and locks. */
    public Snapshot(
            int version, SortedMap<ProjectPath, String> files, SortedSet<ProjectPath> binaries) {
        this(version, files, binaries, Collections.emptySortedMap(), LockedPaths.none());
    }

    /** A version of nothing but texts. */
    public Snapshot(int version, SortedMap<ProjectPath, String> files) {
        this(version, files, Collections.emptySortedSet());
    }

    /** The same with changes made, those to locked files left out. */
    public Snapshot with(Collection<FileChange> changes) {
        var texts = new TreeMap<>(files);
        var others = new TreeSet<>(binaries);
        for (FileChange change : changes) {
            if (!locks.cover(change.path())) {
                switch (change) {
                    case FileChange.Put(var path, var content) -> {
                        texts.put(path, content);
                        others.remove(path);
                    }
                    case FileChange.Delete(var path) -> {
                        texts.remove(path);
                        others.remove(path);
                    }
                    case FileChange.Summarize _ -> {}
                }
            }
        }
        return new Snapshot(version, texts, others, summaries, locks);
    }
}
