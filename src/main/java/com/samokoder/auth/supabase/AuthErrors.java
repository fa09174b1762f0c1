package com.samokoder.auth.supabase;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.http.OriginHttp;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.regex.Pattern;

/**
 * What Supabase Auth's refusals mean here. It speaks in four shapes: {@code error_code} beside a
 * numeric {@code code}, a textual {@code code}, OAuth's {@code error}, and the gateway's own, which
 * may be no JSON at all. Statuses and texts change between its versions; the code word does not.
 */
final class AuthErrors {
    private static final Pattern WORD = Pattern.compile("[a-z0-9_]{1,64}");
    private static final Duration COME_BACK = Duration.ofSeconds(2);
    private static final Duration LATER = Duration.ofSeconds(60);

    private AuthErrors() {}

    static AuthRefusal read(OriginHttp.Answer answer, JsonMapper json) {
        return new AuthRefusal(answer.status(), code(answer, json), retryAfter(answer));
    }

    private static String code(OriginHttp.Answer answer, JsonMapper json) {
        var body = body(answer, json);
        for (var name : new String[] {"error_code", "code", "error"}) {
            if (body.path(name).isString()
                    && WORD.matcher(body.path(name).stringValue()).matches()) {
                return body.path(name).stringValue();
            }
        }
        var header = answer.headers().get("x-sb-error-code");
        return header != null && WORD.matcher(header).matches() ? header : "";
    }

    private static JsonNode body(OriginHttp.Answer answer, JsonMapper json) {
        try {
            return json.readTree(answer.body());
        } catch (JacksonException noJson) {
            return json.createObjectNode();
        }
    }

    private static @Nullable Duration retryAfter(OriginHttp.Answer answer) {
        var header = answer.headers().get("Retry-After");
        return header != null && header.matches("[0-9]{1,5}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : null;
    }

    /** The failure as our callers know it, where nothing about the call says more. */
    static ApiException translate(AuthRefusal refusal) {
        if (refusal.status() == 429 || refusal.code().endsWith("_rate_limit")) {
            return ApiException.of(ErrorCode.RATE_LIMITED)
                    .withRetryAfter(refusal.retryAfter().orElse(LATER))
                    .withCause(refusal);
        }
        return meaning(refusal).withCause(refusal);
    }

    private static ApiException meaning(AuthRefusal refusal) {
        return switch (refusal.code()) {
            case "weak_password" -> field("/password", "weak", "auth.password_weak");
            case "same_password" -> field("/password", "same", "auth.password_same");
            case "email_address_invalid" -> field("/email", "invalid", "auth.email_invalid");
            case "signup_disabled" ->
                    ApiException.of(ErrorCode.FORBIDDEN, "auth.registration_closed");
            case "email_provider_disabled",
                    "captcha_failed",
                    "email_address_not_authorized",
                    "provider_disabled" ->
                    ApiException.of(ErrorCode.NOT_CONFIGURED, "auth.supabase_settings");
            case "insufficient_aal" -> ApiException.of(ErrorCode.FORBIDDEN, "auth.second_factor");
            case "invalid_credentials",
                    "bad_jwt",
                    "session_not_found",
                    "session_expired",
                    "user_not_found",
                    "user_banned",
                    "refresh_token_not_found",
                    "refresh_token_already_used" ->
                    ApiException.of(ErrorCode.INVALID_CREDENTIALS);
            case "validation_failed" -> ApiException.of(ErrorCode.INVALID_REQUEST);
            default -> unavailable();
        };
    }

    static ApiException unavailable() {
        return ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(COME_BACK);
    }

    private static ApiException field(String pointer, String code, String detail) {
        return ApiException.invalid(new FieldProblem(pointer, code, detail));
    }
}
