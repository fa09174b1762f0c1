package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Answers a request with a problem: the one way to do it, for controllers' exceptions, filters and
 * Spring Security's entry point and access-denied handler alike.
 */
@Component
public final class ProblemWriter {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final Logger LOG = LoggerFactory.getLogger(ProblemWriter.class);

    /** Headers that belong to the answer which is not coming. */
    private static final List<String> STALE =
            List.of(
                    HttpHeaders.CONTENT_DISPOSITION,
                    HttpHeaders.CONTENT_ENCODING,
                    HttpHeaders.ETAG,
                    HttpHeaders.LAST_MODIFIED);

    private final Problems problems;
    private final JsonMapper json;
    private final List<ProblemForm> forms;

    ProblemWriter(Problems problems, JsonMapper json, List<ProblemForm> forms) {
        this.problems = problems;
        this.json = json;
        this.forms = List.copyOf(forms);
    }

    /** Nothing is written where the answer has already begun: it can only be cut off. */
    public void write(
            ApiException failure, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            LOG.debug("{} came after the answer had begun", failure.code().code());
            return;
        }
        var problem = problems.of(failure, request);
        var form = forms.stream().filter(other -> other.covers(request)).findFirst();
        response.resetBuffer();
        STALE.forEach(header -> response.setHeader(header, null));
        response.setStatus(problem.status());
        response.setContentType(MEDIA_TYPE);
        Object told = problem;
        if (form.isPresent()) {
            var other = form.get().tell(failure, problem, request);
            response.setStatus(other.status());
            response.setContentType(MediaType.APPLICATION_JSON_VALUE);
            other.headers().forEach(response::setHeader);
            told = other.body();
        }
        var body = json.writeValueAsString(told).getBytes(StandardCharsets.UTF_8);
        response.setHeader(HttpHeaders.CONTENT_LANGUAGE, Texts.language(request).toLanguageTag());
        response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        addHeaders(failure, problem, response);
        response.setContentLength(body.length);
        if (!HttpMethod.HEAD.matches(request.getMethod())) {
            response.getOutputStream().write(body);
        }
        response.flushBuffer();
    }

    private static void addHeaders(
            ApiException failure, Problem problem, HttpServletResponse response) {
        if (problem.retryAfter() != null) {
            response.setHeader(HttpHeaders.RETRY_AFTER, Long.toString(problem.retryAfter()));
        }
        boolean challenge =
                failure.code().status() == ErrorCode.UNAUTHENTICATED.status()
                        && !response.containsHeader(HttpHeaders.WWW_AUTHENTICATE);
        if (challenge) {
            response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
        }
    }
}
