package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.ConstraintViolationException;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.stereotype.Component;
import org.springframework.validation.BindException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.MissingRequestHeaderException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.context.request.async.AsyncRequestTimeoutException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.multipart.support.MissingServletRequestPartException;

import java.util.Locale;

/** Makes a problem of every exception. */
@Component
class FailureAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(FailureAnswers.class);
    private static final int SERVER_ERROR = 500;

    private final ProblemWriter writer;
    private final UnreadableBodies bodies;
    private final InvalidArguments arguments;

    FailureAnswers(ProblemWriter writer, UnreadableBodies bodies, InvalidArguments arguments) {
        this.writer = writer;
        this.bodies = bodies;
        this.arguments = arguments;
    }

    /**
     * @throws Throwable the failure itself, where the answer has already begun
     */
    void answer(Throwable failure, HttpServletRequest request, HttpServletResponse response)
            throws Throwable {
        if (response.isCommitted()) {
            // Half an answer must not look whole: the container breaks the connection off.
            throw failure;
        }
        if (failure instanceof ErrorResponse known) {
            known.getHeaders().forEach((name, values) -> set(response, name, values));
        }
        var problem = explain(failure, Texts.language(request));
        if (problem.code() == ErrorCode.INTERNAL) {
            LOG.error("{} {} failed", request.getMethod(), request.getRequestURI(), failure);
        } else if (problem.code().status() >= SERVER_ERROR) {
            LOG.warn(
                    "{} {}: {}",
                    request.getMethod(),
                    request.getRequestURI(),
                    problem.getMessage());
        }
        writer.write(problem, request, response);
    }

    private static void set(HttpServletResponse response, String name, Iterable<String> values) {
        response.setHeader(name, String.join(", ", values));
    }

    private ApiException explain(Throwable failure, Locale language) {
        return switch (failure) {
            case ApiException thrown -> thrown;
            case BindException invalid -> arguments.explain(invalid.getBindingResult(), language);
            case HandlerMethodValidationException invalid -> arguments.explain(invalid, language);
            case ConstraintViolationException invalid -> arguments.explain(invalid, language);
            case HttpMessageNotReadableException body -> bodies.explain(body, language);
            case MethodArgumentTypeMismatchException value ->
                    arguments.field(
                            InvalidArguments.name(value.getParameter()),
                            "invalid_format",
                            language);
            case MissingServletRequestParameterException missing ->
                    arguments.field(missing.getParameterName(), "required", language);
            case MissingServletRequestPartException missing ->
                    arguments.field(missing.getRequestPartName(), "required", language);
            case MissingRequestHeaderException missing ->
                    arguments.field(missing.getHeaderName(), "required", language);
            case BodyTooLarge _ -> ApiException.of(ErrorCode.TOO_LARGE);
            case MaxUploadSizeExceededException _ -> ApiException.of(ErrorCode.TOO_LARGE);
            case MultipartException broken -> multipart(broken);
            // Bytes in the query or form that are no text.
            case InvalidParameterException _ -> ApiException.of(ErrorCode.INVALID_REQUEST);
            case AuthenticationException _ -> ApiException.of(ErrorCode.UNAUTHENTICATED);
            case AccessDeniedException _ -> denied();
            case AsyncRequestTimeoutException _ -> ApiException.of(ErrorCode.UNAVAILABLE);
            case ErrorResponse known -> ofStatus(known.getStatusCode(), failure);
            default -> ApiException.of(ErrorCode.INTERNAL).withCause(failure);
        };
    }

    private static ApiException denied() {
        return ApiException.of(
                RequestIdentity.current().isPresent()
                        ? ErrorCode.FORBIDDEN
                        : ErrorCode.UNAUTHENTICATED);
    }

    private static ApiException multipart(MultipartException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof BodyTooLarge) {
                return ApiException.of(ErrorCode.TOO_LARGE);
            }
        }
        return ApiException.of(ErrorCode.INVALID_REQUEST);
    }

    private static ApiException ofStatus(HttpStatusCode status, Throwable failure) {
        return StatusCodes.failure(status.value()).withCause(failure);
    }
}
