package com.samokoder.platform.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.samokoder.platform.errors.ErrorSource;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A failure as it is told to the caller (RFC 9457, {@code application/problem+json}), in the
 * caller's language.
 *
 * @param type {@code urn:samokoder:problem:} and the code
 * @param instance the path of the request that failed
 * @param retryAfter seconds after which a repetition may succeed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String instance,
        String code,
        @Nullable String requestId,
        boolean retryable,
        @Nullable Long retryAfter,
        ErrorSource source,
        @Nullable List<Field> errors) {

    /** One field that was not accepted. */
    public record Field(String pointer, String code, String detail) {}
}
