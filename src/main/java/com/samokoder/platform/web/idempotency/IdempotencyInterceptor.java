package com.samokoder.platform.web.idempotency;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;
import com.samokoder.platform.web.Idempotent;
import com.samokoder.platform.web.PlainPath;
import com.samokoder.platform.web.RequestIdentity;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.util.WebUtils;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/** Lets a request with a key through once, and answers its repetitions. */
@Component
final class IdempotencyInterceptor implements HandlerInterceptor {
    private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int ROUTE_LENGTH = 2048;

    private final IdempotencyStore store;

    IdempotencyInterceptor(IdempotencyStore store) {
        this.store = store;
    }

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler)
            throws IOException {
        var rereadable = WebUtils.getNativeRequest(request, RereadableRequest.class);
        var rule = rule(handler);
        var user = RequestIdentity.current();
        if (rereadable == null || rule == null || user.isEmpty()) {
            return true;
        }
        var route = route(request);
        var fingerprint = Fingerprints.of(route, request, rereadable);
        return claim(
                request,
                response,
                rule,
                new Repeatable(UUID.fromString(user.get().userId()), route, fingerprint));
    }

    private record Repeatable(UUID user, String route, byte[] fingerprint) {}

    private boolean claim(
            HttpServletRequest request,
            HttpServletResponse response,
            Idempotent rule,
            Repeatable repeatable)
            throws IOException {
        var key = key(request);
        var user = repeatable.user();
        var lease = Duration.ofSeconds(rule.leaseSeconds());
        var claim = store.begin(user, key, repeatable.route(), repeatable.fingerprint(), lease);
        return switch (claim.outcome()) {
            case EXECUTE -> {
                IdempotencyFilter.begin(
                        request,
                        new Execution(store, user, key, claim.attempt(), rule.storeResponse()));
                yield true;
            }
            case REPLAY -> replay(Objects.requireNonNull(claim.answer()), response);
            case RUNNING ->
                    throw ApiException.of(ErrorCode.IDEMPOTENCY_IN_PROGRESS)
                            .withRetryAfter(Duration.ofSeconds(1));
            case MISMATCH -> throw ApiException.of(ErrorCode.IDEMPOTENCY_MISMATCH);
            case GONE ->
                    throw ApiException.of(
                            ErrorCode.CONFLICT, "platform.idempotency_not_replayable");
        };
    }

    private static boolean replay(StoredAnswer answer, HttpServletResponse response)
            throws IOException {
        response.setStatus(answer.status());
        answer.headers().forEach(response::setHeader);
        response.setHeader("Idempotency-Replayed", "true");
        response.getOutputStream().write(answer.body().getBytes(StandardCharsets.UTF_8));
        return false;
    }

    private static @Nullable Idempotent rule(Object handler) {
        return handler instanceof HandlerMethod method
                ? method.getMethodAnnotation(Idempotent.class)
                : null;
    }

    private static String key(HttpServletRequest request) {
        var key = Objects.requireNonNullElse(request.getHeader(IdempotencyFilter.HEADER), "");
        if (!KEY.matcher(key).matches()) {
            throw ApiException.invalid(
                    new FieldProblem(
                            IdempotencyFilter.HEADER,
                            "invalid_format",
                            "platform.idempotency_key_invalid"));
        }
        return key;
    }

    private static String route(HttpServletRequest request) {
        var query = request.getQueryString();
        var route =
                request.getMethod()
                        + " "
                        + PlainPath.of(request)
                        + (query == null ? "" : "?" + query);
        return route.substring(0, Math.min(ROUTE_LENGTH, route.length()));
    }
}
