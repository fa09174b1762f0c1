package com.samokoder.files;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;

/** The forms in which a version can be taken away. */
enum ArchiveFormat {
    ZIP("zip", "application/zip") {
        @Override
        ArchiveWriter writer(OutputStream out, Instant time) {
            return new ZipWriter(out, time);
        }
    },
    TAR_GZ("tar.gz", "application/gzip") {
        @Override
        ArchiveWriter writer(OutputStream out, Instant time) throws IOException {
            return new TarWriter(out, time);
        }
    };

    private final String extension;
    private final String mediaType;

    ArchiveFormat(String extension, String mediaType) {
        this.extension = extension;
        this.mediaType = mediaType;
    }

    static ArchiveFormat of(String extension) {
        return Arrays.stream(values())
                .filter(format -> format.extension.equals(extension))
                .findFirst()
                .orElseThrow();
    }

    String extension() {
        return extension;
    }

    String mediaType() {
        return mediaType;
    }

    /**
     * @param time of all entries, so that the bytes follow from the version alone
     */
    abstract ArchiveWriter writer(OutputStream out, Instant time) throws IOException;
}
