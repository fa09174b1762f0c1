package com.samokoder.files;

import java.util.List;

/** The files of one version, by path. */
record FileTree(int version, List<Entry> files) {

    /**
     * @param sha256 the content's digest in hexadecimal
     */
    record Entry(String path, int size, String sha256) {}
}
