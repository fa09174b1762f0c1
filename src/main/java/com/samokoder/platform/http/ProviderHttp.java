package com.samokoder.platform.http;

import okhttp3.Dns;
import okhttp3.Request;

/**
 * The one way out to model providers: follows no redirect, uses no proxy, connects to allowed
 * addresses alone, sends no body twice and watches every call. It speaks of requests and answers in
 * OkHttp's words and has Apache's HttpCore carry them, which holds less memory: see
 * docs/decisions/0015-providers-are-called-by-httpcore.md. Safe for use by many threads.
 */
public final class ProviderHttp implements AutoCloseable {
    private final HttpProperties properties;
    private final Connector connector;
    private final IdleConnections idle;
    private final Watchdog watchdog;

    ProviderHttp(HttpProperties properties, AddressRules rules, Dns dns) {
        this.properties = properties;
        this.connector = new Connector(properties, rules, dns);
        this.idle = new IdleConnections(properties);
        this.watchdog = new Watchdog(properties, idle::tidy);
    }

    /** A call that was not sent yet. A body must be a {@link OneShotBody}. */
    public WatchedCall call(Request request) {
        var body = request.body();
        if (body != null && !(body instanceof OneShotBody)) {
            throw new IllegalArgumentException("a body that could be sent twice");
        }
        return new WatchedCall(request, connector, idle, watchdog, properties);
    }

    @Override
    public void close() {
        watchdog.close();
        idle.close();
    }
}
