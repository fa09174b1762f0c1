package com.samokoder.files;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

final class ZipWriter implements ArchiveWriter {
    private final ZipOutputStream zip;
    private final LocalDateTime time;

    ZipWriter(OutputStream out, Instant time) {
        this.zip = new ZipOutputStream(out, StandardCharsets.UTF_8);
        this.time = timeOf(time);
    }

    /** Zip keeps local times in steps of two seconds; ours are UTC. */
    private static LocalDateTime timeOf(Instant instant) {
        return LocalDateTime.ofEpochSecond(instant.getEpochSecond() / 2 * 2, 0, ZoneOffset.UTC);
    }

    @Override
    public void add(String path, byte[] content) throws IOException {
        var entry = new ZipEntry(path);
        entry.setTimeLocal(time);
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }

    @Override
    public void finish() throws IOException {
        zip.finish();
        zip.flush();
    }
}
