package com.samokoder.platform.http;

import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;
import okhttp3.ResponseBody;

import okio.Buffer;
import okio.BufferedSource;
import okio.ForwardingSource;
import okio.Okio;
import okio.Source;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** One HTTP call; close it when its answer was read. */
public final class WatchedCall implements AutoCloseable {
    private final Call call;
    private final Watch watch;
    private final Watchdog watchdog;
    private @Nullable Response response;
    private boolean finished;

    WatchedCall(Call call, Watch watch, Watchdog watchdog) {
        this.call = call;
        this.watch = watch;
        this.watchdog = watchdog;
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
            var answered = call.execute();
            var body = new WatchedBody(answered.body(), watch);
            response = answered.newBuilder().body(body).build();
            return response;
        } catch (IOException failure) {
            throw watch.explain(failure);
        }
    }

    /** Breaks the call off, from any thread. */
    public void cancel() {
        call.cancel();
    }

    /** Says that all of interest was read, so that the connection may serve the next call. */
    public void finished() {
        finished = true;
    }

    @Override
    public void close() {
        watchdog.remove(watch);
        if (!finished) {
            call.cancel();
        }
        if (response != null) {
            response.close();
        }
    }

    private static final class WatchedBody extends ResponseBody {
        private final ResponseBody body;
        private final BufferedSource source;

        WatchedBody(ResponseBody body, Watch watch) {
            this.body = body;
            this.source = Okio.buffer(new WatchedSource(body.source(), watch));
        }

        @Override
        public @Nullable MediaType contentType() {
            return body.contentType();
        }

        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public BufferedSource source() {
            return source;
        }
    }

    private static final class WatchedSource extends ForwardingSource {
        private final Watch watch;

        WatchedSource(Source source, Watch watch) {
            super(source);
            this.watch = watch;
        }

        @Override
        public long read(Buffer sink, long byteCount) throws IOException {
            try {
                long count = super.read(sink, byteCount);
                watch.touch(System.nanoTime());
                return count;
            } catch (IOException failure) {
                throw watch.explain(failure);
            }
        }
    }
}
