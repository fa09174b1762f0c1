package com.samokoder.llm.wire;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.logging.Redactor;

import okhttp3.Headers;
import okhttp3.Response;

import okio.BufferedSource;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** Turns what providers answer instead of an answer into failures. */
public final class FailureReader {
    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_WORD = 48;
    private static final int MAX_DIGITS = 4;
    private static final int MAX_EXPLANATION = 1000;
    private static final Headers NO_HEADERS = new Headers.Builder().build();

    private final JsonMapper json;
    private final RetryAdvice advice;

    public FailureReader(JsonMapper json, Clock clock) {
        this.json = json;
        this.advice = new RetryAdvice(clock);
    }

    /** Whether a document reports a failure, in whosever form. */
    public static boolean isError(JsonNode document) {
        return ErrorBody.isError(document);
    }

    /** The failure that an unsuccessful response stands for. */
    public ProviderFailure read(Response response) throws IOException {
        var bytes = head(response.body().source());
        var document = parse(bytes);
        var body =
                document == null
                        ? ErrorBody.ofText(new String(bytes, StandardCharsets.UTF_8))
                        : ErrorBody.of(document);
        return failure(response.code(), response.headers(), body, document != null);
    }

    /**
     * The failure that an error inside an answer stands for, after a status that promised one. What
     * is not recognised there counts as the provider's fault, since it had accepted the request.
     */
    public ProviderFailure read(int httpStatus, JsonNode document) {
        var body = ErrorBody.of(document);
        if (body.status() != 0) {
            return failure(body.status(), NO_HEADERS, body, true);
        }
        var kind = FailureKind.of(body.blamesRequest() ? 400 : 500, body);
        return failure(kind, httpStatus, NO_HEADERS, body);
    }

    private ProviderFailure failure(int status, Headers headers, ErrorBody body, boolean isJson) {
        var kind = FailureKind.of(status, body);
        boolean unknownModel = kind == FailureKind.REJECTED && status == 404 && isJson;
        return failure(unknownModel ? FailureKind.NO_MODEL : kind, status, headers, body);
    }

    private ProviderFailure failure(FailureKind kind, int status, Headers headers, ErrorBody body) {
        var failure =
                new ProviderFailure(
                        kind.code(),
                        isRetryable(kind, headers),
                        status,
                        status >= 300 && status < 400 ? "redirect" : providerCode(body),
                        kind.isRetryable() ? advice.from(headers, body) : null);
        return kind.blamesRequest() && !body.original().isEmpty()
                ? failure.withExplanation(explanation(body.original()))
                : failure;
    }

    private static String explanation(String message) {
        var redacted = Redactor.redact(message);
        return redacted.substring(0, Math.min(MAX_EXPLANATION, redacted.length()));
    }

    private static boolean isRetryable(FailureKind kind, Headers headers) {
        return kind.isRetryable() && !"false".equals(headers.get("x-should-retry"));
    }

    /** The first word that looks like a word: a server may put anything there, a key included. */
    private static @Nullable String providerCode(ErrorBody body) {
        return body.words().stream().filter(FailureReader::isWord).findFirst().orElse(null);
    }

    private static boolean isWord(String text) {
        long digits = text.chars().filter(c -> c >= '0' && c <= '9').count();
        return text.length() <= MAX_WORD
                && digits <= MAX_DIGITS
                && text.chars()
                        .allMatch(c ->
                                c >= 'a' && c <= 'z'
                                        || c >= '0' && c <= '9'
                                        || c == '_'
                                        || c == '.');
    }

    private static byte[] head(BufferedSource source) throws IOException {
        source.request(MAX_BODY);
        return source.getBuffer().readByteArray(Math.min(MAX_BODY, source.getBuffer().size()));
    }

    private @Nullable JsonNode parse(byte[] bytes) {
        try {
            var document = json.readTree(bytes);
            return document != null && document.isContainer() ? document : null;
        } catch (JacksonException _) {
            return null;
        }
    }
}
