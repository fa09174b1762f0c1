package com.samokoder.files;

import java.io.IOException;

/** Writes an archive as it goes. */
interface ArchiveWriter {

    void add(String path, byte[] content) throws IOException;

    /** Writes the archive's end; what is below stays open. */
    void finish() throws IOException;
}
