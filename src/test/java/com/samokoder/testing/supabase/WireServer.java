package com.samokoder.testing.supabase;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * HTTP/1.1 on a socket, with what ready-made servers do not let a handler decide: the words after
 * the status, any number as a status, the framing of a body, and when an idle connection is closed.
 */
public final class WireServer implements AutoCloseable {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);

    private final ServerSocket listener;
    private final WireHandler handler;
    private final Duration idle;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private WireServer(ServerSocket listener, WireHandler handler, Duration idle) {
        this.listener = listener;
        this.handler = handler;
        this.idle = idle;
    }

    /**
     * @param port 0 for any that is free
     * @param idle how long a connection without a request stays open
     */
    public static WireServer start(int port, Duration idle, WireHandler handler) {
        try {
            var listener = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
            var server = new WireServer(listener, handler, idle);
            Thread.ofVirtual().name("wire-server").start(server::accept);
            return server;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Ends every connection that is open now, as a restart of a gateway does. */
    public void hangUp() {
        for (var connection : connections) {
            try {
                connection.close();
            } catch (IOException gone) {
                // It was closed already.
            }
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        hangUp();
    }

    private void accept() {
        try {
            while (true) {
                var connection = listener.accept();
                connections.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            }
        } catch (IOException closed) {
            // The server was closed.
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            connection.setSoTimeout(Math.toIntExact(idle.toMillis()));
            var in = new BufferedInputStream(connection.getInputStream());
            var out = new BufferedOutputStream(connection.getOutputStream(), 1 << 16);
            for (var request = read(in, out); request != null; request = read(in, out)) {
                var response = handler.handle(request);
                if (response == null) {
                    return;
                }
                write(out, request, response);
                if (request.header("connection").equalsIgnoreCase("close")) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The client hung up or was idle for too long.
        } finally {
            connections.remove(connection);
        }
    }

    private static WireRequest read(InputStream in, OutputStream out) throws IOException {
        var start = line(in);
        if (start.isEmpty()) {
            return null;
        }
        var words = start.split(" ");
        var headers = new LinkedHashMap<String, List<String>>();
        for (var header = line(in); !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.computeIfAbsent(
                            header.substring(0, colon).toLowerCase(Locale.ROOT),
                            _ -> new ArrayList<>())
                    .add(header.substring(colon + 1).strip());
        }
        if (headers.containsKey("expect")) {
            out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }
        var target = words[1].split("\\?", 2);
        return new WireRequest(
                words[0],
                target[0],
                target.length > 1 ? target[1] : "",
                headers,
                body(headers, in));
    }

    private static byte[] body(Map<String, List<String>> headers, InputStream in)
            throws IOException {
        if (headers.containsKey("transfer-encoding")) {
            var body = new ByteArrayOutputStream();
            for (int size = chunk(in); size > 0; size = chunk(in)) {
                body.write(in.readNBytes(size));
                line(in);
            }
            line(in);
            return body.toByteArray();
        }
        int length =
                Integer.parseInt(headers.getOrDefault("content-length", List.of("0")).getLast());
        var body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException();
        }
        return body;
    }

    private static int chunk(InputStream in) throws IOException {
        return Integer.parseInt(line(in).strip(), 16);
    }

    private static String line(InputStream in) throws IOException {
        var bytes = new ByteArrayOutputStream();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (c != '\r') {
                bytes.write(c);
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static void write(OutputStream out, WireRequest request, WireResponse response)
            throws IOException {
        var head = new StringBuilder("HTTP/1.1 ");
        head.append(response.status()).append(' ').append(response.reason()).append("\r\n");
        head.append("Date: ").append(DATE.format(ZonedDateTime.now(ZoneOffset.UTC))).append("\r\n");
        for (var header : response.headers()) {
            head.append(header.getKey()).append(": ").append(header.getValue()).append("\r\n");
        }
        var body = response.body();
        boolean silent = body == null || request.method().equals("HEAD");
        if (!silent) {
            head.append(
                    response.chunked()
                            ? "Transfer-Encoding: chunked\r\n"
                            : "Content-Length: " + body.length + "\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        if (!silent) {
            writeBody(out, body, response.chunked());
        }
        out.flush();
    }

    private static void writeBody(OutputStream out, byte[] body, boolean chunked)
            throws IOException {
        if (!chunked) {
            out.write(body);
            return;
        }
        if (body.length > 0) {
            out.write("%04X\r\n".formatted(body.length).getBytes(StandardCharsets.US_ASCII));
            out.write(body);
            out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    }
}
