package com.samokoder.platform.errors;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/**
 * A failure that the caller is told about. {@link #getMessage()} is for operators and is never
 * serialised; what the caller reads comes from the message bundle, by {@link #detailKey()}.
 */
public final class ApiException extends RuntimeException {
    private final ErrorCode code;
    private final String detailKey;
    private final transient Object[] detailArguments;
    private final transient List<FieldProblem> fields;
    private final transient @Nullable Duration retryAfter;

    private ApiException(
            ErrorCode code,
            String detailKey,
            Object[] detailArguments,
            List<FieldProblem> fields,
            @Nullable Duration retryAfter,
            @Nullable Throwable cause) {
        super(code.code() + " (" + detailKey + ")", cause);
        this.code = code;
        this.detailKey = detailKey;
        this.detailArguments = detailArguments.clone();
        this.fields = List.copyOf(fields);
        this.retryAfter = retryAfter;
    }

    /** A failure described by the code's own text. */
    public static ApiException of(ErrorCode code) {
        return new ApiException(
                code, code.code() + ".detail", new Object[0], List.of(), null, null);
    }

    /**
     * A failure with a text of its own.
     *
     * @param detailKey key in the {@code problems} bundle
     * @param arguments values for the text; never a secret, never a provider's body
     */
    public static ApiException of(ErrorCode code, String detailKey, Object... arguments) {
        return new ApiException(code, detailKey, arguments, List.of(), null, null);
    }

    /** A request with fields that were not accepted. */
    public static ApiException invalid(FieldProblem... fields) {
        return new ApiException(
                ErrorCode.INVALID_REQUEST,
                "invalid_request.detail",
                new Object[0],
                List.of(fields),
                null,
                null);
    }

    /** A thing that does not exist, or not for this caller. */
    public static ApiException notFound() {
        return of(ErrorCode.NOT_FOUND);
    }

    public ApiException withRetryAfter(@Nullable Duration retryAfter) {
        return new ApiException(code, detailKey, detailArguments, fields, retryAfter, getCause());
    }

    public ApiException withCause(Throwable cause) {
        return new ApiException(code, detailKey, detailArguments, fields, retryAfter, cause);
    }

    public ErrorCode code() {
        return code;
    }

    public String detailKey() {
        return detailKey;
    }

    public Object[] detailArguments() {
        return detailArguments.clone();
    }

    public List<FieldProblem> fields() {
        return fields;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
