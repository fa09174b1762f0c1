package com.samokoder.files;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.zip.GZIPOutputStream;

/** Names that are long or not ASCII go into headers of POSIX.1-2001, which every tar reads. */
final class TarWriter implements ArchiveWriter {
    private static final int PLAIN_FILE = 0100644;

    private final GZIPOutputStream gzip;
    private final TarArchiveOutputStream tar;
    private final FileTime time;

    TarWriter(OutputStream out, Instant time) throws IOException {
        this.gzip = new GZIPOutputStream(out);
        this.tar = new TarArchiveOutputStream(gzip, StandardCharsets.UTF_8.name());
        this.time = FileTime.from(Instant.ofEpochSecond(time.getEpochSecond()));
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
    }

    @Override
    public void add(String path, byte[] content) throws IOException {
        var entry = new TarArchiveEntry(path);
        entry.setSize(content.length);
        entry.setMode(PLAIN_FILE);
        entry.setModTime(time);
        // Otherwise the name of the process's own user.
        entry.setUserName("");
        entry.setGroupName("");
        tar.putArchiveEntry(entry);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    @Override
    public void finish() throws IOException {
        tar.finish();
        tar.flush();
        gzip.finish();
        gzip.flush();
    }
}
