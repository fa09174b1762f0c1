package com.samokoder.llm;

import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a provider did instead of answering, normalised. It holds nothing of the provider's body
 * beyond a short code word: bodies may quote credentials.
 */
public final class ProviderFailure extends RuntimeException {
    private final ErrorCode code;
    private final boolean retryable;
    private final int status;
    private final @Nullable String providerCode;
    private final transient @Nullable Duration retryAfter;

    /**
     * @param status the HTTP status, or 0 where there was none
     * @param providerCode the provider's own code word, at most 64 characters of {@code
     *     [a-z0-9_.-]}
     */
    public ProviderFailure(
            ErrorCode code,
            boolean retryable,
            int status,
            @Nullable String providerCode,
            @Nullable Duration retryAfter) {
        super(code.code() + " (status " + status + ", provider code " + providerCode + ")");
        this.code = code;
        this.retryable = retryable;
        this.status = status;
        this.providerCode = providerCode;
        this.retryAfter = retryAfter;
    }

    public ErrorCode code() {
        return code;
    }

    /** Whether the same call may succeed later or elsewhere. */
    public boolean retryable() {
        return retryable;
    }

    public int status() {
        return status;
    }

    public @Nullable String providerCode() {
        return providerCode;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
