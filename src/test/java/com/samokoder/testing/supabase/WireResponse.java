package com.samokoder.testing.supabase;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * An answer as it goes over the wire.
 *
 * @param reason the words after the status
 * @param body null for an answer that has none, not even an empty one
 * @param chunked whether the body goes out in chunks instead of with its length
 */
public record WireResponse(
        int status,
        String reason,
        List<Map.Entry<String, String>> headers,
        byte[] body,
        boolean chunked) {
    private static final Map<Integer, String> REASONS =
            Map.ofEntries(
                    Map.entry(200, "OK"),
                    Map.entry(202, "Accepted"),
                    Map.entry(204, "No Content"),
                    Map.entry(206, "Partial Content"),
                    Map.entry(300, "Multiple Choices"),
                    Map.entry(400, "Bad Request"),
                    Map.entry(401, "Unauthorized"),
                    Map.entry(403, "Forbidden"),
                    Map.entry(404, "Not Found"),
                    Map.entry(405, "Method Not Allowed"),
                    Map.entry(406, "Not Acceptable"),
                    Map.entry(409, "Conflict"),
                    Map.entry(416, "Requested Range Not Satisfiable"),
                    Map.entry(422, "Unprocessable Entity"),
                    Map.entry(429, "Too Many Requests"),
                    Map.entry(500, "Internal Server Error"),
                    Map.entry(502, "Bad Gateway"),
                    Map.entry(503, "Service Unavailable"),
                    Map.entry(504, "Gateway Timeout"));

    public static WireResponse of(int status) {
        return new WireResponse(status, reasonOf(status), List.of(), null, false);
    }

    public static WireResponse json(int status, String body) {
        return of(status).body("application/json; charset=utf-8", body);
    }

    static String reasonOf(int status) {
        return REASONS.getOrDefault(status, "");
    }

    public WireResponse body(String contentType, String text) {
        return with("Content-Type", contentType).bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    WireResponse bytes(byte[] other) {
        return new WireResponse(status, reason, headers, other, chunked);
    }

    public WireResponse with(String name, String value) {
        var more = new ArrayList<>(headers);
        more.add(Map.entry(name, value));
        return new WireResponse(status, reason, List.copyOf(more), body, chunked);
    }

    WireResponse inChunks() {
        return new WireResponse(status, reason, headers, body, true);
    }

    WireResponse saying(int otherStatus, String words) {
        return new WireResponse(otherStatus, words, headers, body, chunked);
    }

    public String text() {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8);
    }
}
