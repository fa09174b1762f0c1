package com.samokoder.platform.web.idempotency;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/**
 * Holds an answer back until it has been stored: a caller who got it may repeat the request at
 * once. A stream of events is let through as it comes.
 */
final class CapturedResponse extends HttpServletResponseWrapper {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private final Runnable onStream;
    private @Nullable PrintWriter writer;
    private boolean streaming;

    CapturedResponse(HttpServletResponse response, Runnable onStream) {
        super(response);
        this.onStream = onStream;
    }

    String text() {
        if (writer != null) {
            writer.flush();
        }
        return body.toString(StandardCharsets.UTF_8);
    }

    void deliver() throws IOException {
        if (writer != null) {
            writer.flush();
        }
        if (!streaming && !getResponse().isCommitted()) {
            getResponse().getOutputStream().write(body.toByteArray());
            super.flushBuffer();
        }
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        var type = getContentType();
        if (!streaming && type != null && type.startsWith(MediaType.TEXT_EVENT_STREAM_VALUE)) {
            streaming = true;
            onStream.run();
        }
        return streaming ? super.getOutputStream() : new CapturingStream(body);
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (writer == null) {
            writer =
                    new PrintWriter(
                            new OutputStreamWriter(getOutputStream(), StandardCharsets.UTF_8));
        }
        return writer;
    }

    @Override
    public void flushBuffer() throws IOException {
        if (streaming) {
            super.flushBuffer();
        }
    }

    @Override
    public void resetBuffer() {
        body.reset();
        super.resetBuffer();
    }

    @Override
    public void reset() {
        body.reset();
        super.reset();
    }

    private static final class CapturingStream extends ServletOutputStream {
        private final ByteArrayOutputStream body;

        CapturingStream(ByteArrayOutputStream body) {
            this.body = body;
        }

        @Override
        public void write(int next) {
            body.write(next);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            body.write(bytes, offset, length);
        }

        @Override
        public boolean isReady() {
            return true;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new IllegalStateException("this answer is written in one go");
        }
    }
}
