package com.samokoder.llm;

import com.samokoder.platform.errors.ErrorCode;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What a provider did instead of answering, normalised. Its message holds nothing of the provider's
 * body beyond a short code word: bodies may quote credentials.
 */
public final class ProviderFailure extends RuntimeException {
    private final ErrorCode code;
    private final boolean retryable;
    private final int status;
    private final @Nullable String providerCode;
    private final transient @Nullable Duration retryAfter;
    private final transient @Nullable TokenUsage usage;
    private final transient @Nullable String explanation;

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
        this(code, retryable, status, providerCode, retryAfter, null, null);
    }

    private ProviderFailure(
            ErrorCode code,
            boolean retryable,
            int status,
            @Nullable String providerCode,
            @Nullable Duration retryAfter,
            @Nullable TokenUsage usage,
            @Nullable String explanation) {
        super(code.code() + " (status " + status + ", provider code " + providerCode + ")");
        this.usage = usage;
        this.explanation = explanation;
        this.code = code;
        this.retryable = retryable;
        this.status = status;
        this.providerCode = providerCode;
        this.retryAfter = retryAfter;
    }

    /** The same failure of a call that had already used something up. */
    public ProviderFailure withUsage(@Nullable TokenUsage spent) {
        return with(spent, explanation);
    }

    /**
     * The same failure with what the provider said is wrong with the request, credentials blotted
     * out. It is for the one who sent the request alone, and never part of the message.
     */
    public ProviderFailure withExplanation(String text) {
        return with(usage, text);
    }

    private ProviderFailure with(@Nullable TokenUsage spent, @Nullable String text) {
        var failure =
                new ProviderFailure(code, retryable, status, providerCode, retryAfter, spent, text);
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

    /** Null unless the provider found fault with the request and said so. */
    public @Nullable String explanation() {
        return explanation;
    }
}
