package com.samokoder.testing.supabase;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * A request as it came over the wire.
 *
 * @param path without the query, as it was written
 * @param query without the question mark; empty where there is none
 * @param headers by name in lower case, each with its values in order
 */
public record WireRequest(
        String method, String path, String query, Map<String, List<String>> headers, byte[] body) {

    /** The last value of a header; empty where it is missing. */
    public String header(String name) {
        var values = headers.getOrDefault(name, List.of());
        return values.isEmpty() ? "" : values.getLast();
    }

    public boolean has(String name) {
        return headers.containsKey(name);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    WireRequest withPath(String other) {
        return new WireRequest(method, other, query, headers, body);
    }

    WireRequest withHeaders(Map<String, List<String>> others) {
        return new WireRequest(method, path, query, others, body);
    }
}
