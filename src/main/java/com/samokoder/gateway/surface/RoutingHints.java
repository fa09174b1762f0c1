package com.samokoder.gateway.surface;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What a client may say about its route beside the model's name.
 *
 * @param keyId the one key that may serve; null for any
 * @param fallbacks models to try where the wished one cannot serve
 */
record RoutingHints(@Nullable UUID keyId, List<String> fallbacks) {
    private static final String KEY = "x-samokoder-key-id";
    private static final String FALLBACKS = "x-samokoder-fallbacks";
    private static final int MOST = 8;

    static RoutingHints of(HttpServletRequest request) {
        return new RoutingHints(
                keyId(request.getHeader(KEY)), fallbacks(request.getHeader(FALLBACKS)));
    }

    /** What is to be tried behind the first of these models. */
    List<String> fallbacks(List<String> models) {
        return Stream.concat(models.stream().skip(1), fallbacks.stream()).toList();
    }

    private static @Nullable UUID keyId(@Nullable String header) {
        if (header == null) {
            return null;
        }
        try {
            return UUID.fromString(header.strip());
        } catch (IllegalArgumentException _) {
            throw invalid(KEY);
        }
    }

    private static List<String> fallbacks(@Nullable String header) {
        if (header == null) {
            return List.of();
        }
        var models =
                Arrays.stream(header.split(",", -1))
                        .map(String::strip)
                        .filter(model -> !model.isEmpty())
                        .toList();
        if (models.size() > MOST) {
            throw invalid(FALLBACKS);
        }
        return models;
    }

    private static ApiException invalid(String header) {
        return ApiException.invalid(
                new FieldProblem(header, "invalid_format", "gateway.invalid_field"));
    }
}
