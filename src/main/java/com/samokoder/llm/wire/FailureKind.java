package com.samokoder.llm.wire;

import com.samokoder.platform.errors.ErrorCode;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * The kinds of failure in the order in which they are recognised: a status says less than a code
 * word, and one status (429, 403, 400) has several meanings.
 */
enum FailureKind {
    NO_MONEY(
            ErrorCode.PROVIDER_QUOTA_EXHAUSTED,
            Set.of(
                    "insufficient_quota",
                    "credit_balance_exhausted",
                    "organization_spend_limit_exceeded",
                    "project_spend_limit_exceeded",
                    "organization_usage_limit_exceeded",
                    "enforced_spend_limit_reached",
                    "billing_error",
                    "billing_hard_limit_reached",
                    "billing_not_active",
                    "payment_required",
                    "insufficient_balance",
                    "credit_limit"),
            List.of(
                    "credit balance is too low",
                    "insufficient balance",
                    "insufficient credit",
                    "specified api usage limits",
                    "spend limit",
                    "spending limit",
                    "key limit exceeded",
                    "used all available credits",
                    "limit: 0, model",
                    "limit: 0\n"),
            status -> status == 402),
    KEY_REFUSED(
            ErrorCode.PROVIDER_KEY_INVALID,
            Set.of(
                    "invalid_api_key",
                    "authentication_error",
                    "authentication",
                    "unauthenticated",
                    "api_key_invalid",
                    "account_deactivated"),
            List.of(
                    "api key not valid",
                    "incorrect api key",
                    "invalid api key",
                    "api key was reported as leaked",
                    "api key expired"),
            status -> status == 401 || status == 407),
    TOO_LARGE(
            ErrorCode.CONTEXT_TOO_LARGE,
            Set.of(
                    "context_length_exceeded",
                    "max_tokens_exceeded",
                    "token_limit_exceeded",
                    "string_too_long",
                    "string_above_max_length",
                    "request_too_large",
                    "payload_too_large"),
            List.of(
                    "maximum context length",
                    "prompt is too long",
                    "input token count",
                    "request too large",
                    "context window",
                    "exceeds the available context size"),
            status -> status == 413),
    REFUSED(
            ErrorCode.CONTENT_REFUSED,
            Set.of(
                    "content_filter",
                    "content_policy_violation",
                    "content_policy",
                    "refusal",
                    "prohibited_content"),
            List.of("content management policy", "usage policies", "flagged by moderation"),
            _ -> false),
    NO_MODEL(
            ErrorCode.MODEL_NOT_FOUND,
            Set.of(
                    "model_not_found",
                    "model_decommissioned",
                    "invalid_model",
                    "model_not_available"),
            List.of("is not a valid model", "model does not exist", "invalid model"),
            _ -> false),
    THROTTLED(
            ErrorCode.PROVIDER_RATE_LIMITED,
            Set.of(
                    "rate_limit_exceeded",
                    "rate_limit_error",
                    "slow_down",
                    "resource_exhausted",
                    "too_many_requests"),
            List.of(),
            status -> status == 429),
    TIMED_OUT(
            ErrorCode.PROVIDER_TIMEOUT,
            Set.of("timeout_error", "timeout", "deadline_exceeded"),
            List.of(),
            status -> status == 408 || status == 504 || status == 524),
    UNAVAILABLE(
            ErrorCode.PROVIDER_UNAVAILABLE,
            Set.of(
                    "overloaded_error",
                    "provider_overloaded",
                    "provider_unavailable",
                    "unavailable",
                    "api_error",
                    "server_error",
                    "internal_server_error",
                    "server",
                    "internal",
                    "conflict_error",
                    "capacity_exceeded"),
            List.of(),
            status -> status >= 500 || status == 409 || status == 425 || status == 498),
    REJECTED(ErrorCode.PROVIDER_REJECTED, Set.of(), List.of(), _ -> true);

    private final ErrorCode code;
    private final Set<String> words;
    private final List<String> phrases;
    private final IntPredicate statuses;

    FailureKind(ErrorCode code, Set<String> words, List<String> phrases, IntPredicate statuses) {
        this.code = code;
        this.words = words;
        this.phrases = phrases;
        this.statuses = statuses;
    }

    ErrorCode code() {
        return code;
    }

    boolean isRetryable() {
        return this == THROTTLED || this == TIMED_OUT || this == UNAVAILABLE;
    }

    /** Whether the sender of the request can do something about it, given the provider's words. */
    boolean blamesRequest() {
        return this == TOO_LARGE || this == REFUSED || this == NO_MODEL || this == REJECTED;
    }

    static FailureKind of(int status, ErrorBody body) {
        for (var kind : values()) {
            if (kind.matches(status, body)) {
                return kind;
            }
        }
        return REJECTED;
    }

    private boolean matches(int status, ErrorBody body) {
        return statuses.test(status)
                || body.words().stream().anyMatch(words::contains)
                || phrases.stream().anyMatch(body.message()::contains);
    }
}
