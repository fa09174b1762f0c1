package com.samokoder.platform.http;

import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Calls to one origin that the operator named. What is sent there goes nowhere else: another host
 * is refused, no redirect is followed, no proxy is used and no body is sent twice. Safe for use by
 * many threads.
 */
public final class OriginHttp implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(3);

    /** Below the minute after which load balancers close idle connections without a word. */
    private static final Duration KEPT = Duration.ofSeconds(25);

    private static final int IDLE = 32;

    /** An answer must fit into memory; no function or endpoint in use answers nearly as much. */
    private static final long LARGEST = 96L << 20;

    private final HttpUrl origin;
    private final OkHttpClient client;

    public OriginHttp(HttpUrl origin) {
        this.origin = origin;
        this.client =
                new OkHttpClient.Builder()
                        .connectionPool(
                                new ConnectionPool(IDLE, KEPT.toMillis(), TimeUnit.MILLISECONDS))
                        .proxy(Proxy.NO_PROXY)
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(CONNECT)
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .eventListenerFactory(
                                call -> Objects.requireNonNull(call.request().tag(Departure.class)))
                        .build();
    }

    /**
     * Sends the request and reads the whole answer, whatever its status. A body must be a {@link
     * OneShotBody}.
     *
     * @param limit how long all of it may take
     * @throws CallNotSent where nothing was sent, so that the request was not carried out
     * @throws IOException where no whole answer came; nobody knows then whether the request was
     *     carried out
     */
    public Answer send(Request request, Duration limit) throws IOException {
        var body = request.body();
        if (body != null && !body.isOneShot()) {
            throw new IllegalArgumentException("a body that OkHttp could send twice");
        }
        if (!sameOrigin(request.url())) {
            throw new EgressRefused();
        }
        var departure = new Departure();
        var call = client.newCall(request.newBuilder().tag(Departure.class, departure).build());
        call.timeout().timeout(limit.toMillis(), TimeUnit.MILLISECONDS);
        try (var response = call.execute()) {
            return new Answer(response.code(), response.headers(), read(response));
        } catch (IOException failure) {
            throw departure.departed ? failure : new CallNotSent(failure);
        }
    }

    private static byte[] read(Response response) throws IOException {
        var source = response.body().source();
        if (source.request(LARGEST + 1)) {
            throw new IOException("the answer is too large");
        }
        return source.readByteArray();
    }

    private boolean sameOrigin(HttpUrl url) {
        return url.scheme().equals(origin.scheme())
                && url.host().equals(origin.host())
                && url.port() == origin.port();
    }

    @Override
    public void close() {
        client.connectionPool().evictAll();
    }

    private static final class Departure extends EventListener {
        private volatile boolean departed;

        @Override
        public void requestHeadersStart(Call call) {
            departed = true;
        }
    }

    /** A whole answer. */
    public record Answer(int status, okhttp3.Headers headers, byte[] body) {
        public boolean successful() {
            return status >= 200 && status < 300;
        }

        @Override
        public String toString() {
            return "Answer[" + status + "]";
        }
    }
}
