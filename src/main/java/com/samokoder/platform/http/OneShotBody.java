package com.samokoder.platform.http;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import okio.BufferedSink;

import java.io.IOException;

/**
 * A request body that is written once. OkHttp sends a POST again after a 408, a 503 with {@code
 * Retry-After: 0} or a pooled connection that died, unless the body says it cannot; here every POST
 * is paid for, and only our own retry may decide on a second one.
 */
public final class OneShotBody extends RequestBody {
    static final MediaType JSON = MediaType.get("application/json");

    private final byte[] bytes;

    private OneShotBody(byte[] bytes) {
        this.bytes = bytes;
    }

    public static OneShotBody json(byte[] bytes) {
        return new OneShotBody(bytes);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public MediaType contentType() {
        return JSON;
    }

    @Override
    public long contentLength() {
        return bytes.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(bytes);
    }
}
