package com.samokoder.platform.web.idempotency;

import com.samokoder.platform.web.Idempotent;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;

/**
 * Prepares POST requests that carry a key, and stores their answer before it is sent. Runs behind
 * the security filters; whether a key counts at all is up to the handler's annotation, which {@link
 * IdempotencyInterceptor} reads.
 */
@Component
final class IdempotencyFilter extends OncePerRequestFilter {
    static final String HEADER = Idempotent.HEADER;
    private static final String EXECUTION = Execution.class.getName();

    static void begin(HttpServletRequest request, Execution execution) {
        request.setAttribute(EXECUTION, execution);
    }

    private static @Nullable Execution execution(HttpServletRequest request) {
        return (Execution) request.getAttribute(EXECUTION);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return request.getHeader(HEADER) == null || !HttpMethod.POST.matches(request.getMethod());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var captured = new CapturedResponse(response, () -> streams(request));
        boolean answered = false;
        try {
            chain.doFilter(new RereadableRequest(request), captured);
            answered = true;
        } finally {
            end(request, captured, answered);
        }
        captured.deliver();
    }

    private static void streams(HttpServletRequest request) {
        var execution = execution(request);
        if (execution != null) {
            execution.streams();
        }
    }

    private static void end(
            HttpServletRequest request, CapturedResponse response, boolean answered) {
        var execution = execution(request);
        if (execution == null) {
            return;
        }
        if (answered) {
            execution.answered(response, response.text());
        } else {
            execution.failed();
        }
    }
}
