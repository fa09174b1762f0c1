package com.samokoder.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;

/** Stands in for Sentry: takes every envelope and keeps its text. */
public final class SentryServer implements AutoCloseable {
    private final HttpServer server;
    private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
    private final List<String> all = new CopyOnWriteArrayList<>();

    private SentryServer(HttpServer server) {
        this.server = server;
    }

    public static SentryServer start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var sentry = new SentryServer(HttpServer.create(address, 0));
            sentry.server.createContext("/", sentry::take);
            sentry.server.start();
            return sentry;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        var envelope = text(exchange.getRequestBody().readAllBytes());
        all.add(envelope);
        unread.add(envelope);
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    private static String text(byte[] body) throws IOException {
        boolean zipped = body.length > 1 && (body[0] & 0xff) == 0x1f;
        if (!zipped) {
            return new String(body, StandardCharsets.UTF_8);
        }
        try (var stream = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The address to configure the service with. */
    public String dsn() {
        return "http://public@127.0.0.1:" + server.getAddress().getPort() + "/1";
    }

    /** The next envelope that nobody has polled, or null when none comes in time. */
    public @Nullable String poll(Duration patience) throws InterruptedException {
        return unread.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Every envelope so far. */
    public List<String> envelopes() {
        return List.copyOf(all);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
