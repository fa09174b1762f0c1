package com.samokoder.files;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Looks for a zip archive's signatures in its bytes. A reader makes objects of every entry of the
 * directory, and of every extra field, before it can be asked how many there are; each of them
 * begins with a signature that stands somewhere in the file.
 */
final class ZipSignatures {
    private static final int ENTRIES = 20_000;
    private static final int EXTRA_BYTES = 4 << 20;
    private static final int LOCAL_HEADER = 0x04034b50;
    private static final int DIRECTORY_HEADER = 0x02014b50;
    private static final int DIRECTORY_END = 0x06054b50;
    private static final int EXTRA_LENGTH = 30;
    private static final int SHORTEST = 22;

    private ZipSignatures() {}

    static void check(Path file) throws IOException {
        try (var channel = FileChannel.open(file)) {
            check(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
        }
    }

    private static void check(ByteBuffer bytes) {
        bytes.order(ByteOrder.LITTLE_ENDIAN);
        int first = bytes.limit() < SHORTEST ? 0 : bytes.getInt(0);
        if (first != LOCAL_HEADER && first != DIRECTORY_END) {
            throw ApiException.of(ErrorCode.INVALID_REQUEST, "files.zip_not_one");
        }
        int entries = 0;
        long extra = 0;
        for (int at = 0; at + EXTRA_LENGTH + 2 <= bytes.limit(); at++) {
            if (bytes.get(at) == 'P' && bytes.getInt(at) == DIRECTORY_HEADER) {
                entries++;
                extra += Short.toUnsignedInt(bytes.getShort(at + EXTRA_LENGTH));
            }
        }
        if (entries > ENTRIES || extra > EXTRA_BYTES) {
            throw ApiException.of(ErrorCode.TOO_LARGE, "files.zip_entries");
        }
    }
}
