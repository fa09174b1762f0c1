package com.samokoder.testing;

import com.samokoder.testing.ReplayServer.Received;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

/** One answer of a {@link ReplayServer}. */
public interface Reply {
    void write(Received request, Socket connection) throws IOException;

    /** A file of the test resources below {@code wire/}; {@code .sse} files are streamed. */
    static Reply recorded(int status, String file) {
        return recorded(status, file, Map.of());
    }

    static Reply recorded(int status, String file, Map<String, String> headers) {
        var type = file.endsWith(".sse") ? "text/event-stream" : "application/json";
        return of(status, type, read(file), headers);
    }

    /** A recorded stream, each event sent off by itself. */
    static Reply eventByEvent(String file) {
        return (_, connection) -> {
            var out = connection.getOutputStream();
            head(out, 200, "text/event-stream", Map.of());
            for (var event : new String(read(file), StandardCharsets.UTF_8).split("(?<=\n\n)")) {
                chunk(out, event.getBytes(StandardCharsets.UTF_8));
            }
            end(out);
        };
    }

    static Reply json(int status, String body) {
        return of(status, "application/json", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply stream(String body) {
        return of(200, "text/event-stream", body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    static Reply of(int status, String type, byte[] body, Map<String, String> headers) {
        return (_, connection) -> {
            var out = connection.getOutputStream();
            head(out, status, type, headers);
            chunk(out, body);
            end(out);
        };
    }

    /** A provider in order, whichever endpoint is asked. */
    static Reply working() {
        return (request, connection) -> {
            var path = request.path();
            var file =
                    path.contains("/chat/completions")
                            ? "openai/stream.sse"
                            : path.contains("/messages")
                                    ? "anthropic/stream.sse"
                                    : path.endsWith("/key")
                                            ? "openrouter/key.json"
                                            : "openai/models.json";
            recorded(200, file).write(request, connection);
        };
    }

    static void head(OutputStream out, int status, String type, Map<String, String> headers)
            throws IOException {
        var head = new StringBuilder("HTTP/1.1 " + status + " -\r\n");
        head.append("Content-Type: ").append(type).append("\r\n");
        head.append("Transfer-Encoding: chunked\r\n");
        headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }

    /** Writes a piece of a body and sends it off. */
    static void chunk(OutputStream out, byte[] bytes) throws IOException {
        if (bytes.length == 0) {
            return;
        }
        var framed = new ByteArrayOutputStream(bytes.length + 16);
        framed.writeBytes(
                (Integer.toHexString(bytes.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        framed.writeBytes(bytes);
        framed.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.write(framed.toByteArray());
        out.flush();
    }

    static void end(OutputStream out) throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    static byte[] read(String file) {
        try (InputStream in = Reply.class.getResourceAsStream("/wire/" + file)) {
            return Objects.requireNonNull(in, file).readAllBytes();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
