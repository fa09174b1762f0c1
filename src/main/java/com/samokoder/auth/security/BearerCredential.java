package com.samokoder.auth.security;

import com.samokoder.platform.web.PlainPath;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

import java.util.Collections;
import java.util.Optional;

/**
 * The credential of a request: {@code Authorization: Bearer}, on the gateway's paths {@code
 * x-api-key}, as the vendors' libraries send it, and on git's paths {@link BasicCredential};
 * nowhere else does one count.
 */
final class BearerCredential {
    private static final String SCHEME = "Bearer ";
    private static final String GATEWAY = "/v1/";
    private static final String API_KEY = "x-api-key";

    private BearerCredential() {}

    static Optional<String> of(HttpServletRequest request) {
        var headers = Collections.list(request.getHeaders(HttpHeaders.AUTHORIZATION));
        if (headers.isEmpty() && PlainPath.of(request).startsWith(GATEWAY)) {
            var keys = Collections.list(request.getHeaders(API_KEY));
            return keys.size() == 1 ? Optional.of(keys.getFirst()) : Optional.empty();
        }
        if (headers.size() != 1) {
            return Optional.empty();
        }
        var header = headers.getFirst();
        if (header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of(header.substring(SCHEME.length()));
        }
        return BasicCredential.isAskedFor(request)
                ? BasicCredential.read(header)
                : Optional.empty();
    }
}
