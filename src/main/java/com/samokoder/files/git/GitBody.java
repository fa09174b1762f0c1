package com.samokoder.files.git;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** A request's body as git meant it: unpacked where git packed it, and never more than a limit. */
final class GitBody extends FilterInputStream {
    private final long limit;
    private long count;

    private GitBody(InputStream body, long limit) {
        super(body);
        this.limit = limit;
    }

    static InputStream of(HttpServletRequest request, long limit) throws IOException {
        var encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        var body = request.getInputStream();
        return new GitBody(encoding == null ? body : unpack(encoding, body), limit);
    }

    private static InputStream unpack(String encoding, InputStream body) throws IOException {
        switch (encoding.strip().toLowerCase(Locale.ROOT)) {
            case "gzip", "x-gzip" -> {
                try {
                    return new GZIPInputStream(body, 8192);
                } catch (ZipException broken) {
                    throw ApiException.of(ErrorCode.INVALID_REQUEST).withCause(broken);
                }
            }
            case "identity" -> {
                return body;
            }
            default -> throw ApiException.of(ErrorCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        count(next < 0 ? 0 : 1);
        return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int read = super.read(buffer, offset, length);
        count(Math.max(0, read));
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        long skipped = super.skip(length);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long read) {
        count += read;
        if (count > limit) {
            throw ApiException.of(ErrorCode.TOO_LARGE);
        }
    }
}
