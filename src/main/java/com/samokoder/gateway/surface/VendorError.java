package com.samokoder.gateway.surface;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Problem;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/**
 * A failure in the words of either vendor.
 *
 * @param code the service's own word, but where clients act on the vendor's
 */
record VendorError(
        int status,
        String openAiType,
        String anthropicType,
        String code,
        String message,
        boolean retryable) {
    private static final int BAD_REQUEST = 400;
    private static final int UNPROCESSABLE = 422;

    static VendorError of(ApiException failure, Problem problem) {
        var cause = failure.getCause() instanceof ProviderFailure told ? told : null;
        int status = status(failure.code(), cause);
        var explanation = cause == null ? null : cause.explanation();
        return new VendorError(
                status,
                openAiType(status, failure.code()),
                anthropicType(status, failure.code()),
                code(failure.code()),
                message(problem, explanation),
                cause == null ? failure.code().retryable() : cause.retryable());
    }

    private static String message(Problem problem, @Nullable String explanation) {
        if (explanation != null) {
            return explanation;
        }
        var fields = problem.errors();
        if (fields == null || fields.isEmpty()) {
            return problem.detail();
        }
        var field = fields.getFirst();
        return field.pointer() + ": " + field.detail();
    }

    /** What is wrong with the request comes back as the vendor would put it. */
    private static int status(ErrorCode code, @Nullable ProviderFailure cause) {
        return switch (code) {
            case CONTEXT_TOO_LARGE, CONTENT_REFUSED -> BAD_REQUEST;
            case MODEL_NOT_FOUND -> 404;
            case PROVIDER_REJECTED -> {
                int told = cause == null ? 0 : cause.status();
                boolean aboutRequest = told >= BAD_REQUEST && told <= UNPROCESSABLE;
                boolean aboutAccess = told == 401 || told == 402 || told == 403 || told == 407;
                yield aboutRequest && !aboutAccess ? told : code.status();
            }
            default -> code.status();
        };
    }

    private static String code(ErrorCode code) {
        return code == ErrorCode.CONTEXT_TOO_LARGE ? "context_length_exceeded" : code.code();
    }

    private static String openAiType(int status, ErrorCode code) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "insufficient_quota";
            case 403 -> "permission_error";
            case 429 -> "rate_limit_error";
            default ->
                    status >= 500
                            ? "server_error"
                            : code == ErrorCode.PROVIDER_KEY_INVALID
                                    ? "provider_key_error"
                                    : "invalid_request_error";
        };
    }

    private static String anthropicType(int status, ErrorCode code) {
        return switch (status) {
            case 401 -> "authentication_error";
            case 402 -> "billing_error";
            case 403 -> "permission_error";
            case 404 -> "not_found_error";
            case 413 -> "request_too_large";
            case 429 -> "rate_limit_error";
            case 503 -> "overloaded_error";
            case 504 -> "timeout_error";
            default ->
                    status >= 500
                            ? "api_error"
                            : code == ErrorCode.PROVIDER_KEY_INVALID
                                    ? "provider_key_error"
                                    : "invalid_request_error";
        };
    }

    Object body(Vendor vendor, Problem problem) {
        return switch (vendor) {
            case OPENAI -> new OpenAi(openAiError(problem));
            case ANTHROPIC -> new Anthropic("error", anthropicError(problem), problem.requestId());
        };
    }

    /** As an event of OpenAI's responses, whose fields lie open. */
    Object responsesEvent(Problem problem) {
        return new ResponsesEvent("error", code, message, null, openAiError(problem));
    }

    private OpenAiError openAiError(Problem problem) {
        var fields = problem.errors();
        var param = fields == null || fields.isEmpty() ? null : fields.getFirst().pointer();
        return new OpenAiError(
                message,
                openAiType,
                param,
                code,
                problem.source().name().toLowerCase(Locale.ROOT),
                problem.requestId());
    }

    private AnthropicError anthropicError(Problem problem) {
        return new AnthropicError(
                anthropicType, message, code, problem.source().name().toLowerCase(Locale.ROOT));
    }

    record OpenAi(OpenAiError error) {}

    record OpenAiError(
            String message,
            String type,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String param,
            String code,
            String source,
            @Nullable String requestId) {}

    record Anthropic(String type, AnthropicError error, @Nullable String requestId) {}

    record AnthropicError(String type, String message, String code, String source) {}

    record ResponsesEvent(
            String type,
            String code,
            String message,
            @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String param,
            OpenAiError error) {}
}
