package com.samokoder.files;

import java.util.SortedMap;

/**
 * The text files of one version.
 *
 * @param version the version's number; 0 before the first
 * @param files text by path; binary files are left out
 */
public record Snapshot(int version, SortedMap<ProjectPath, String> files) {}
