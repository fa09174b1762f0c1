package com.samokoder.platform.http;

import com.samokoder.platform.http.OpenConnection.Exchange;

import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;
import okio.Okio;
import okio.Source;
import okio.Timeout;

import org.apache.hc.core5.http.ClassicHttpResponse;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Objects;

/** One HTTP call; close it when its answer was read. */
public final class WatchedCall implements AutoCloseable {
    private final Request request;
    private final Connector connector;
    private final IdleConnections idle;
    private final Watchdog watchdog;
    private final Watch watch;
    private @Nullable OpenConnection connection;
    private @Nullable Exchange exchange;
    private boolean finished;

    /** Of the connection while it is this call's alone; guarded by this. */
    private @Nullable Socket socket;

    private boolean cancelled;

    WatchedCall(
            Request request,
            Connector connector,
            IdleConnections idle,
            Watchdog watchdog,
            HttpProperties limits) {
        this.request = request;
        this.connector = connector;
        this.idle = idle;
        this.watchdog = watchdog;
        this.watch = new Watch(this::cancel, limits, System.nanoTime());
        watchdog.add(watch);
    }

    /**
     * Sends the request and waits for the headers; the body is read from the response as it comes.
     *
     * @throws CallTimedOut here, or while the body is read
     * @throws EgressRefused when the address is not allowed
     */
    public Response execute() throws IOException {
        try {
            var origin = Origin.of(request.url());
            var resting = idle.take(origin);
            var used = resting == null ? connector.connect(origin, this) : resting;
            connection = used;
            uses(used.socket());
            exchange = used.send(request);
            return response(exchange);
        } catch (IOException failure) {
            throw watch.explain(failure);
        }
    }

    /** A socket that breaks this call off when it is closed. */
    synchronized void uses(Socket mine) throws IOException {
        socket = mine;
        if (cancelled) {
            mine.close();
            throw new IOException("cancelled");
        }
    }

    private Response response(Exchange answered) {
        return new Response.Builder()
                .request(request)
                .protocol(Protocol.HTTP_1_1)
                .code(answered.answer().getCode())
                .message(Objects.requireNonNullElse(answered.answer().getReasonPhrase(), ""))
                .headers(headers(answered.answer()))
                .body(new WatchedBody(answered, watch))
                .build();
    }

    private static Headers headers(ClassicHttpResponse answer) {
        var headers = new Headers.Builder();
        for (var header : answer.getHeaders()) {
            if (isName(header.getName())) {
                headers.addUnsafeNonAscii(
                        header.getName(), Objects.requireNonNullElse(header.getValue(), ""));
            }
        }
        return headers.build();
    }

    private static boolean isName(String name) {
        // A loop: this is asked of every header of every answer.
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) <= ' ' || name.charAt(i) >= 0x7F) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    /** Breaks the call off, from any thread. */
    public synchronized void cancel() {
        cancelled = true;
        if (socket == null) {
            return;
        }
        try {
            socket.close();
        } catch (IOException closed) {
            // It is gone, which is all that was wanted.
        }
    }

    /** Says that all of interest was read, so that the connection may serve the next call. */
    public void finished() {
        finished = true;
    }

    @Override
    public void close() {
        watchdog.remove(watch);
        var used = connection;
        if (used == null) {
            return;
        }
        boolean reusable = finished && exchange != null && exchange.leavesConnection();
        if (disown() && reusable) {
            idle.give(used);
        } else {
            used.close();
        }
    }

    /** From now on a cancellation comes too late; false when one came before. */
    private synchronized boolean disown() {
        socket = null;
        return !cancelled;
    }

    private static final class WatchedBody extends ResponseBody {
        private final Exchange exchange;
        private final BufferedSource source;

        WatchedBody(Exchange exchange, Watch watch) {
            this.exchange = exchange;
            this.source = Okio.buffer(new WatchedSource(exchange, watch));
        }

        @Override
        public @Nullable MediaType contentType() {
            return exchange.contentType();
        }

        @Override
        public long contentLength() {
            return exchange.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    /** Waits without a buffer: a segment of 8 KB for each stream that is silent is a lot. */
    private static final class WatchedSource implements Source {
        private final InputStream content;
        private final Watch watch;

        WatchedSource(Exchange exchange, Watch watch) {
            this.content = exchange.content();
            this.watch = watch;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            try {
                int first = content.read();
                watch.touch(System.nanoTime());
                return first < 0 ? -1 : 1 + pass((byte) first, sink, byteCount - 1);
            } catch (IOException failure) {
                throw watch.explain(failure);
            }
        }

        /** Passes on a byte, and what came together with it. */
        private int pass(byte first, Buffer sink, long most) throws IOException {
            sink.writeByte(first);
            var more = new byte[(int) Math.min(most, content.available())];
            // To read nothing would wait for the next chunk.
            int count = more.length == 0 ? 0 : Math.max(0, content.read(more));
            sink.write(more, 0, count);
            return count;
        }

        @Override
        public Timeout timeout() {
            return Timeout.NONE;
        }

        /** What is left of the content is the call's affair. */
        @Override
        public void close() {
            // ChunkedInputStream would read on until the end.
        }
    }
}
