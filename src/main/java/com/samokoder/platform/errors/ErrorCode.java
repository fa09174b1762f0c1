package com.samokoder.platform.errors;

import static com.samokoder.platform.errors.ErrorSource.PLATFORM;
import static com.samokoder.platform.errors.ErrorSource.POLICY;
import static com.samokoder.platform.errors.ErrorSource.PROVIDER;
import static com.samokoder.platform.errors.ErrorSource.PROVIDER_KEY;
import static com.samokoder.platform.errors.ErrorSource.REQUEST;

import java.util.Locale;

/**
 * The one vocabulary of failures, shared by problem+json, run events and the gateway. The word in
 * lower case is the stable {@code code}; titles and details live in {@code problems.properties} and
 * {@code problems_ru.properties} under {@code <code>.title} and {@code <code>.detail}.
 */
public enum ErrorCode {
    INVALID_REQUEST(400, REQUEST, false),
    INVALID_CURSOR(400, REQUEST, false),
    UNAUTHENTICATED(401, REQUEST, false),
    INVALID_CREDENTIALS(401, REQUEST, false),
    BUDGET_EXCEEDED(402, POLICY, false),
    PRICE_UNKNOWN(402, POLICY, false),
    PROVIDER_QUOTA_EXHAUSTED(402, PROVIDER_KEY, false),
    FORBIDDEN(403, POLICY, false),
    NOT_FOUND(404, REQUEST, false),
    METHOD_NOT_ALLOWED(405, REQUEST, false),
    NOT_ACCEPTABLE(406, REQUEST, false),
    CONFLICT(409, REQUEST, false),
    RUN_IN_PROGRESS(409, REQUEST, false),
    IDEMPOTENCY_IN_PROGRESS(409, REQUEST, true),
    PROVIDER_KEY_MISSING(409, PROVIDER_KEY, false),
    KEY_UNREADABLE(409, PROVIDER_KEY, false),
    VERSION_CONFLICT(412, REQUEST, false),
    TOO_LARGE(413, REQUEST, false),
    STORAGE_EXCEEDED(413, POLICY, false),
    UNSUPPORTED_MEDIA_TYPE(415, REQUEST, false),
    IDEMPOTENCY_MISMATCH(422, REQUEST, false),
    PROVIDER_KEY_INVALID(424, PROVIDER_KEY, false),
    PRECONDITION_REQUIRED(428, REQUEST, false),
    RATE_LIMITED(429, POLICY, true),
    PROVIDER_RATE_LIMITED(429, PROVIDER, true),
    INTERNAL(500, PLATFORM, false),
    NOT_CONFIGURED(501, PLATFORM, false),
    PROVIDER_UNAVAILABLE(502, PROVIDER, true),
    PROVIDER_REJECTED(502, PROVIDER, false),
    PROVIDER_RESPONSE_INVALID(502, PROVIDER, true),
    CONTEXT_TOO_LARGE(502, PROVIDER, false),
    CONTENT_REFUSED(502, PROVIDER, false),
    MODEL_NOT_FOUND(502, PROVIDER, false),
    MODEL_OUTPUT_INVALID(502, PROVIDER, false),
    UNAVAILABLE(503, PLATFORM, true),
    PROVIDER_TIMEOUT(504, PROVIDER, true);

    private final int status;
    private final ErrorSource source;
    private final boolean retryable;

    ErrorCode(int status, ErrorSource source, boolean retryable) {
        this.status = status;
        this.source = source;
        this.retryable = retryable;
    }

    /** The word that clients see and may rely on. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    public int status() {
        return status;
    }

    public ErrorSource source() {
        return source;
    }

    /** Whether the same request may succeed later without being changed. */
    public boolean retryable() {
        return retryable;
    }
}
