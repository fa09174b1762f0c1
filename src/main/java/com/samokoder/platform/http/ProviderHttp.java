package com.samokoder.platform.http;

import okhttp3.ConnectionPool;
import okhttp3.Dns;
import okhttp3.OkHttpClient;
import okhttp3.Request;

import java.net.Proxy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The one way out to model providers: follows no redirect, uses no proxy, connects to allowed
 * addresses alone, sends no body twice and watches every call. Safe for use by many threads.
 */
public final class ProviderHttp implements AutoCloseable {
    private final OkHttpClient client;
    private final HttpProperties properties;
    private final Watchdog watchdog;

    ProviderHttp(HttpProperties properties, AddressRules rules, Dns dns) {
        this.properties = properties;
        this.watchdog = new Watchdog(properties);
        this.client =
                new OkHttpClient.Builder()
                        .connectionPool(
                                new ConnectionPool(
                                        properties.idleConnections(),
                                        properties.keepAlive().toMillis(),
                                        TimeUnit.MILLISECONDS))
                        .dns(dns)
                        .proxy(Proxy.NO_PROXY)
                        .socketFactory(new GuardedSockets(rules))
                        .addNetworkInterceptor(new PlainTextGuard(rules))
                        .followRedirects(false)
                        .followSslRedirects(false)
                        .connectTimeout(properties.connectTimeout())
                        .readTimeout(Duration.ZERO)
                        .writeTimeout(Duration.ZERO)
                        .callTimeout(Duration.ZERO)
                        .build();
    }

    /** A call that was not sent yet. A body must be a {@link OneShotBody}. */
    public WatchedCall call(Request request) {
        var body = request.body();
        if (body != null && !body.isOneShot()) {
            throw new IllegalArgumentException("a body that OkHttp could send twice");
        }
        var call = client.newCall(request);
        return new WatchedCall(call, new Watch(call, properties, System.nanoTime()), watchdog);
    }

    @Override
    public void close() {
        watchdog.close();
        client.connectionPool().evictAll();
    }
}
