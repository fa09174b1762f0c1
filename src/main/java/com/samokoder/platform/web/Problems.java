package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Puts failures into words. */
@Component
public final class Problems {
    private static final String TYPE = "urn:samokoder:problem:";

    private final Texts texts;

    public Problems(Texts texts) {
        this.texts = texts;
    }

    /** For failures that are told outside a response, such as a run's event. */
    public Problem of(ApiException failure, Locale language) {
        return describe(failure, language, null, null);
    }

    /** For the answer to a request. */
    public Problem of(ApiException failure, HttpServletRequest request) {
        return describe(
                failure, Texts.language(request), path(request), RequestIdFilter.idOf(request));
    }

    private static String path(HttpServletRequest request) {
        var failed = request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI);
        return failed instanceof String path ? path : request.getRequestURI();
    }

    private Problem describe(
            ApiException failure,
            Locale language,
            @Nullable String instance,
            @Nullable String requestId) {
        var code = failure.code();
        var fields = fields(failure.fields(), language);
        return new Problem(
                TYPE + code.code(),
                texts.text(code.code() + ".title", language),
                code.status(),
                texts.text(failure.detailKey(), language, failure.detailArguments()),
                instance,
                code.code(),
                requestId,
                code.retryable(),
                seconds(failure.retryAfter()),
                code.source(),
                fields.isEmpty() ? null : fields);
    }

    private List<Problem.Field> fields(List<FieldProblem> fields, Locale language) {
        return fields.stream()
                .map(field ->
                        new Problem.Field(
                                field.pointer(),
                                field.code(),
                                texts.text(field.detail(), language)))
                .toList();
    }

    /** Rounded up, so that nobody comes back too early. */
    static @Nullable Long seconds(@Nullable Duration wait) {
        return wait == null ? null : Math.max(1, wait.plusMillis(999).toSeconds());
    }
}
