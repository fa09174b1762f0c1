package com.samokoder.files;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** The files of one version, by path. */
record FileTree(int version, List<Entry> files) {

    /**
     * @param sha256 the content's digest in hexadecimal
     * @param summary what the content is about, where an agent has summed it up
     */
    record Entry(String path, int size, String sha256, @Nullable String summary) {}
}
