package com.samokoder.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands in for an OpenTelemetry collector: takes OTLP over HTTP and keeps all of it. */
public final class TraceCollector implements AutoCloseable {
    private final HttpServer server;
    private final List<ExportTraceServiceRequest> exports = new CopyOnWriteArrayList<>();
    private final List<Map<String, List<String>>> headers = new CopyOnWriteArrayList<>();

    private TraceCollector(HttpServer server) {
        this.server = server;
    }

    public static TraceCollector start() {
        try {
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            var collector = new TraceCollector(HttpServer.create(address, 0));
            collector.server.createContext("/v1/traces", collector::take);
            collector.server.start();
            return collector;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        exports.add(ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()));
        headers.add(Map.copyOf(exchange.getRequestHeaders()));
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }

    /** The address to configure the service with. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    public List<Span> spans() {
        return exports.stream()
                .flatMap(export -> export.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** All that came, as text. */
    public List<String> texts() {
        return exports.stream().map(ExportTraceServiceRequest::toString).toList();
    }

    /** Of each export, by names with a capital letter. */
    public List<Map<String, List<String>>> headers() {
        return List.copyOf(headers);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
