package com.samokoder.llm.wire;

import okio.Buffer;
import okio.BufferedSource;
import okio.ByteString;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Reads an event stream as the HTML standard defines it, line by line, without ever holding more
 * than one event. An event that the end of the stream cuts off is still handed over: some servers
 * omit the last blank line, and a truncated JSON document does not parse.
 */
public final class SseReader {
    static final int MAX_LINE = 256 * 1024;
    static final long MAX_TOTAL = 16L * 1024 * 1024;

    private static final ByteString LINE_ENDS = ByteString.encodeUtf8("\r\n");
    private static final ByteString BYTE_ORDER_MARK = ByteString.decodeHex("efbbbf");
    private static final byte[] DATA = "data".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT = "event".getBytes(StandardCharsets.US_ASCII);

    private final BufferedSource source;
    private final Buffer data = new Buffer();
    private long total;
    private boolean started;
    private boolean afterCarriageReturn;
    private boolean hasData;
    private String name = "";

    public SseReader(BufferedSource source) {
        this.source = source;
    }

    /**
     * The next event; null at the end.
     *
     * @throws OversizedAnswer when a line, an event or the whole is larger than any model's answer
     */
    public @Nullable SseEvent next() throws IOException {
        skipByteOrderMark();
        while (true) {
            long length = findLine();
            if (length < 0) {
                return hasData ? take() : null;
            }
            if (length > 0) {
                readField(length);
            }
            consumeLineEnd();
            if (length == 0 && hasData) {
                return take();
            }
            if (length == 0) {
                name = "";
            }
        }
    }

    private void skipByteOrderMark() throws IOException {
        if (!started) {
            started = true;
            if (source.rangeEquals(0, BYTE_ORDER_MARK)) {
                source.skip(BYTE_ORDER_MARK.size());
            }
        }
    }

    /** The length of the next line without its end; -1 when there is none left. */
    private long findLine() throws IOException {
        skipSecondHalfOfLineEnd();
        long from = 0;
        while (true) {
            long end = source.getBuffer().indexOfElement(LINE_ENDS, from);
            if (end >= 0) {
                requireWithin(end, MAX_LINE);
                return end;
            }
            from = source.getBuffer().size();
            requireWithin(from, MAX_LINE);
            if (!source.request(from + 1)) {
                return from > 0 ? from : -1;
            }
        }
    }

    /** A line feed after a carriage return; it is not waited for, since none may come. */
    private void skipSecondHalfOfLineEnd() throws IOException {
        if (afterCarriageReturn && source.request(1)) {
            afterCarriageReturn = false;
            if (source.getBuffer().getByte(0) == '\n') {
                source.skip(1);
            }
        }
    }

    private void readField(long length) throws IOException {
        var buffer = source.getBuffer();
        total += length + 1;
        requireWithin(total, MAX_TOTAL);
        if (isField(buffer, DATA, length)) {
            addData(buffer, length);
        } else if (isField(buffer, EVENT, length)) {
            long rest = skipName(buffer, EVENT.length, length);
            name = buffer.readUtf8(rest);
        } else {
            buffer.skip(length);
        }
    }

    private void addData(Buffer buffer, long length) throws IOException {
        if (hasData) {
            data.writeByte('\n');
        }
        hasData = true;
        long rest = skipName(buffer, DATA.length, length);
        requireWithin(data.size() + rest, MAX_LINE);
        data.write(buffer, rest);
    }

    private static long skipName(Buffer buffer, int fieldLength, long length) throws IOException {
        long skipped = Math.min(length, fieldLength + 1L);
        if (length > skipped && buffer.getByte(skipped) == ' ') {
            skipped++;
        }
        buffer.skip(skipped);
        return length - skipped;
    }

    private static boolean isField(Buffer buffer, byte[] field, long length) {
        if (length < field.length || length > field.length && buffer.getByte(field.length) != ':') {
            return false;
        }
        for (int i = 0; i < field.length; i++) {
            if (buffer.getByte(i) != field[i]) {
                return false;
            }
        }
        return true;
    }

    private void consumeLineEnd() throws IOException {
        if (source.getBuffer().size() > 0) {
            afterCarriageReturn = source.readByte() == '\r';
        }
    }

    private SseEvent take() {
        var event = new SseEvent(name, data.readByteArray());
        name = "";
        hasData = false;
        return event;
    }

    private static void requireWithin(long size, long limit) throws OversizedAnswer {
        if (size > limit) {
            throw new OversizedAnswer();
        }
    }
}
