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
    private final transient @Nullable TokenUsage usage;

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
        this(code, retryable, status, providerCode, retryAfter, null);
    }

    private ProviderFailure(
            ErrorCode code,
            boolean retryable,
            int status,
            @Nullable String providerCode,
            @Nullable Duration retryAfter,
            @Nullable TokenUsage usage) {
        super(code.code() + " (status " + status + ", provider code " + providerCode + ")");
        this.usage = usage;
        this.code = code;
        this.retryable = retryable;
        this.status = status;
        this.providerCode = providerCode;
        this.retryAfter = retryAfter;
    }

    /** The same failure of a call that had already used something up. */
    public ProviderFailure withUsage(@Nullable TokenUsage spent) {
        var failure = new ProviderFailure(code, retryable, status, providerCode, retryAfter, spent);
        failure.setStackTrace(getStackTrace());
        return failure;
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

    /**
     * What the call used up before it failed. Null when nothing came back, which costs nothing;
     * otherwise part of the answer was delivered and is to be paid for.
     */
    public @Nullable TokenUsage usage() {
        return usage;
    }
}
