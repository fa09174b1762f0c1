package com.samokoder.testing;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/** What can go wrong with a provider. HTTP errors come in the form of the endpoint asked. */
public enum Fault {
    /** 401: the key is wrong. */
    UNAUTHORIZED(error(401, "unauthorized", Map.of())),
    /** 402: the provider wants money. */
    PAYMENT_REQUIRED(error(402, "payment_required", Map.of())),
    /** 429 that passes: {@code Retry-After: 2}. */
    RATE_LIMITED(error(429, "rate_limited", Map.of("Retry-After", "2"))),
    /** 429 that does not: the quota or spending limit is used up. */
    QUOTA_EXHAUSTED(error(429, "quota_exhausted", Map.of())),
    SERVER_ERROR(error(500, "server_error", Map.of())),
    /** 529. */
    OVERLOADED(error(529, "overloaded", Map.of())),
    /** 408 before anything was read. */
    REQUEST_TIMEOUT(error(408, "server_error", Map.of())),
    /** 503 that invites to try again at once, which OkHttp would do by itself. */
    RETRY_AT_ONCE(error(503, "server_error", Map.of("Retry-After", "0"))),
    HANG_BEFORE_HEADERS((_, _) -> hang()),
    /** Two events, then silence. */
    HANG_MID_STREAM((_, connection) -> {
        begin(connection);
        hang();
    }),
    /** Two events, then the connection closes without an end. */
    CUT_MID_STREAM((_, connection) -> {
        begin(connection);
        connection.close();
    }),
    /** The connection closes in the middle of a two-byte character. */
    CUT_MID_CHARACTER((_, connection) -> {
        begin(connection);
        var text = "data: {\"choices\":[{\"delta\":{\"content\":\"\u043f";
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        Reply.chunk(connection.getOutputStream(), Arrays.copyOf(bytes, bytes.length - 1));
        connection.close();
    }),
    /** 10,000 events of one character, sent in many small pieces, and a proper end. */
    TEN_THOUSAND_EVENTS((_, connection) -> {
        Reply.head(connection.getOutputStream(), 200, "text/event-stream", Map.of());
        for (int i = 0; i < 10_000; i++) {
            delta(connection, "x");
        }
        var end = "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
        Reply.chunk(
                connection.getOutputStream(),
                (end + "data: [DONE]\n\n").getBytes(StandardCharsets.UTF_8));
        Reply.end(connection.getOutputStream());
    }),
    /** One line of ten megabytes. */
    HUGE_LINE((_, connection) -> {
        var out = connection.getOutputStream();
        Reply.head(out, 200, "text/event-stream", Map.of());
        var piece = new byte[64 * 1024];
        Arrays.fill(piece, (byte) 'x');
        Reply.chunk(out, "data: ".getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < 160; i++) {
            Reply.chunk(out, piece);
        }
        Reply.end(out);
    }),
    /** 200 with a web page, as a captive proxy answers. */
    WRONG_CONTENT_TYPE(
            Reply.of(
                    200,
                    "text/html",
                    "<html><body>Sign in</body></html>".getBytes(StandardCharsets.UTF_8),
                    Map.of())),
    /** 307 to another origin. */
    REDIRECT(Reply.of(307, "text/plain", new byte[0], Map.of("Location", "http://127.0.0.1:9/v1"))),
    /** The request is read, then the connection closes without a word. */
    DROP_CONNECTION((_, connection) -> connection.close());

    private final Reply reply;

    Fault(Reply reply) {
        this.reply = reply;
    }

    public Reply reply() {
        return reply;
    }

    private static Reply error(int status, String name, Map<String, String> headers) {
        return (request, connection) -> {
            var folder =
                    request.headers().containsKey("anthropic-version") ? "anthropic" : "openai";
            Reply.recorded(status, folder + "/" + name + ".json", headers)
                    .write(request, connection);
        };
    }

    private static void begin(Socket connection) throws IOException {
        Reply.head(connection.getOutputStream(), 200, "text/event-stream", Map.of());
        delta(connection, "Hel");
        delta(connection, "lo");
    }

    /** An event that both chat completions and Messages understand. */
    private static void delta(Socket connection, String text) throws IOException {
        var event =
                """
                data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"%s"},\
                "choices":[{"delta":{"content":"%s"}}]}

                """
                        .formatted(text, text);
        Reply.chunk(connection.getOutputStream(), event.getBytes(StandardCharsets.UTF_8));
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }
}
