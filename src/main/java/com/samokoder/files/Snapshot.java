package com.samokoder.files;

import java.util.Collections;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The text files of one version.
 *
 * @param version the version's number; 0 before the first
 * @param files text by path
 * @param binaries the paths of the files that are no text, whose content is left out
 */
public record Snapshot(
        int version, SortedMap<ProjectPath, String> files, SortedSet<ProjectPath> binaries) {
    /** A version without binary files. */
    public Snapshot(int version, SortedMap<ProjectPath, String> files) {
        this(version, files, Collections.unmodifiableSortedSet(new TreeSet<>()));
    }
}
