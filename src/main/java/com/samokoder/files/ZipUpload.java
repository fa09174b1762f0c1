package com.samokoder.files;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;

/**
 * Somebody's zip archive, read with suspicion: what its directory says is checked before anything
 * is unpacked, what it turns out to hold while it is.
 */
final class ZipUpload implements Closeable {
    private static final int FILES = 2_000;
    private static final int FILE_BYTES = 1 << 20;
    private static final int KIND = 0xF000;
    private static final int PLAIN = 0x8000;
    private static final int FOLDER = 0x4000;

    private final ZipFile zip;
    private final List<Item> items;

    private ZipUpload(ZipFile zip) {
        this.zip = zip;
        this.items = items(Collections.list(zip.getEntries()));
    }

    /** A file to import. */
    record Item(ProjectPath path, ZipArchiveEntry entry) {
        int size() {
            return (int) entry.getSize();
        }
    }

    /**
     * @throws ApiException when the archive's directory breaks a rule
     */
    static ZipUpload open(Path file) throws IOException {
        ZipSignatures.check(file);
        var zip =
                ZipFile.builder()
                        .setPath(file)
                        .setCharset(StandardCharsets.UTF_8)
                        .setIgnoreLocalFileHeader(true)
                        .get();
        try {
            return new ZipUpload(zip);
        } catch (ApiException refused) {
            zip.close();
            throw refused;
        }
    }

    List<Item> items() {
        return items;
    }

    /** The file's bytes, which must be as many as the directory says, and sound. */
    byte[] read(Item item) throws IOException {
        byte[] content;
        try (var stream = zip.getInputStream(item.entry())) {
            content = stream.readNBytes(FILE_BYTES + 1);
        }
        requireFileSize(content.length, item.path().value());
        var crc = new CRC32();
        crc.update(content);
        if (content.length != item.entry().getSize() || crc.getValue() != item.entry().getCrc()) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "files.zip_broken");
        }
        return content;
    }

    private static List<Item> items(List<ZipArchiveEntry> entries) {
        var names = new ZipNames();
        var kept = new ArrayList<ZipArchiveEntry>();
        for (ZipArchiveEntry entry : entries) {
            if (!entry.isDirectory() && names.add(entry)) {
                requireReadable(entry, names.last());
                kept.add(entry);
            }
        }
        if (kept.isEmpty()) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "files.zip_empty");
        }
        if (kept.size() > FILES) {
            throw ApiException.of(ErrorCode.TOO_LARGE, "files.zip_files", FILES);
        }
        var paths = names.paths();
        var items = new ArrayList<Item>();
        for (int place = 0; place < kept.size(); place++) {
            items.add(new Item(paths.get(place), kept.get(place)));
        }
        return List.copyOf(items);
    }

    private static void requireReadable(ZipArchiveEntry entry, String name) {
        int kind = (int) (entry.getExternalAttributes() >> 16) & KIND;
        if (kind != 0 && kind != PLAIN && kind != FOLDER) {
            throw refused("files.zip_link", name);
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw refused("files.zip_encrypted", name);
        }
        if (entry.getMethod() != ZipArchiveEntry.STORED
                && entry.getMethod() != ZipArchiveEntry.DEFLATED) {
            throw refused("files.zip_method", name);
        }
        requireFileSize(entry.getSize(), name);
    }

    private static void requireFileSize(long size, String name) {
        if (size > FILE_BYTES) {
            throw ApiException.of(
                    ErrorCode.TOO_LARGE,
                    "files.zip_file_size",
                    FILE_BYTES >> 20,
                    ZipNames.shown(name));
        }
    }

    static ApiException refused(String text, String name) {
        return ApiException.of(ErrorCode.INVALID_REQUEST, text, ZipNames.shown(name));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
