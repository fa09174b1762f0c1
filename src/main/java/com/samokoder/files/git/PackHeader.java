package com.samokoder.files.git;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Looks at how many objects a push announces, before JGit makes room for them: a pack of the
 * largest size may hold millions of empty ones.
 */
final class PackHeader {
    private static final int MOST_OBJECTS = 200_000;
    private static final int LONGEST_START = 64 << 10;
    private static final int LENGTH = 4;
    private static final int HEADER = 12;
    private static final int MAGIC = 0x5041434B;

    private PackHeader() {}

    /** The same bytes again, from their beginning. */
    static InputStream check(InputStream push) throws IOException {
        var body = new BufferedInputStream(push, LONGEST_START);
        body.mark(LONGEST_START);
        if (skipCommands(body)) {
            var header = ByteBuffer.wrap(body.readNBytes(HEADER));
            boolean pack = header.remaining() == HEADER && header.getInt() == MAGIC;
            if (pack && Integer.compareUnsigned(header.getInt(8), MOST_OBJECTS) > 0) {
                throw ApiException.of(ErrorCode.TOO_LARGE);
            }
        }
        body.reset();
        return body;
    }

    /** Whether the lines of commands have ended; what is no such line is JGit's to refuse. */
    private static boolean skipCommands(InputStream body) throws IOException {
        int read = 0;
        while (read < LONGEST_START - HEADER - LENGTH) {
            int length = length(body.readNBytes(LENGTH));
            if (length <= LENGTH) {
                return length == 0;
            }
            read += length;
            if (read < LONGEST_START - HEADER - LENGTH) {
                body.skipNBytes(length - LENGTH);
            }
        }
        throw ApiException.of(ErrorCode.INVALID_REQUEST);
    }

    /** Negative where it is none. */
    private static int length(byte[] digits) {
        try {
            return Integer.parseInt(new String(digits, StandardCharsets.US_ASCII), 16);
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
