package com.samokoder.runs;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;

import java.util.Collections;
import java.util.List;

/**
 * What the client names in {@code Accept}. Wildcards name nothing: each endpoint that has two forms
 * has its own default.
 */
final class Accepted {
    private Accepted() {}

    static boolean eventStream(HttpServletRequest request) {
        return names(request, MediaType.TEXT_EVENT_STREAM);
    }

    /** JSON, and no event stream. */
    static boolean json(HttpServletRequest request) {
        return names(request, MediaType.APPLICATION_JSON) && !eventStream(request);
    }

    private static boolean names(HttpServletRequest request, MediaType type) {
        return Collections.list(request.getHeaders(HttpHeaders.ACCEPT)).stream()
                .flatMap(header -> parse(header).stream())
                .anyMatch(accepted -> accepted.equalsTypeAndSubtype(type));
    }

    private static List<MediaType> parse(String header) {
        try {
            return MediaType.parseMediaTypes(header);
        } catch (InvalidMediaTypeException unreadable) {
            return List.of();
        }
    }
}
