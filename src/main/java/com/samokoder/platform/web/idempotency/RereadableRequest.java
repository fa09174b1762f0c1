package com.samokoder.platform.web.idempotency;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;

import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body was read to be hashed and can still be read by its handler. */
final class RereadableRequest extends HttpServletRequestWrapper {
    private byte @Nullable [] body;

    RereadableRequest(HttpServletRequest request) {
        super(request);
    }

    /** The body, read once; bounded by the body limit's filter. */
    byte[] body() throws IOException {
        var known = body;
        if (known == null) {
            known = super.getInputStream().readAllBytes();
            body = known;
        }
        return known;
    }

    @Override
    public ServletInputStream getInputStream() throws IOException {
        var known = body;
        return known == null ? super.getInputStream() : new BytesStream(known);
    }

    @Override
    public BufferedReader getReader() throws IOException {
        return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
    }

    private static final class BytesStream extends ServletInputStream {
        private final ByteArrayInputStream bytes;

        BytesStream(byte[] body) {
            this.bytes = new ByteArrayInputStream(body);
        }

        @Override
        public int read() {
            return bytes.read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            return bytes.read(buffer, offset, length);
        }

        @Override
        public boolean isFinished() {
            return bytes.available() == 0;
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setReadListener(ReadListener listener) {
            throw new IllegalStateException("the body is already here");
        }
    }
}
