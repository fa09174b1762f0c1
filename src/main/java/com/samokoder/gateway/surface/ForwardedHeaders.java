package com.samokoder.gateway.surface;

import jakarta.servlet.http.HttpServletRequest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The headers of a client's that change what a provider answers; no others leave the house. */
final class ForwardedHeaders {
    private static final List<String> NAMES = List.of("anthropic-version", "anthropic-beta");
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._, -]{1,1000}");

    private ForwardedHeaders() {}

    static Map<String, String> of(HttpServletRequest request) {
        var headers = new LinkedHashMap<String, String>();
        for (var name : NAMES) {
            var value = request.getHeader(name);
            if (value != null && SAFE.matcher(value).matches()) {
                headers.put(name, value);
            }
        }
        return headers;
    }
}
