package com.samokoder.platform.web;

import com.samokoder.platform.time.Ids;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.regex.Pattern;

/**
 * Gives every request an id: the caller's {@code X-Request-Id} where it is safe to log, else a new
 * one. It is echoed, stands in every log line of the request, and in its problem.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter extends OncePerRequestFilter {
    static final String HEADER = "X-Request-Id";
    static final String MDC_KEY = "request_id";

    private static final String ATTRIBUTE = RequestIdFilter.class.getName();
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    private final Ids ids;

    RequestIdFilter(Ids ids) {
        this.ids = ids;
    }

    static @Nullable String idOf(HttpServletRequest request) {
        return (String) request.getAttribute(ATTRIBUTE);
    }

    /** Asynchronous and error dispatches belong to the request too, and run on other threads. */
    @Override
    protected boolean shouldNotFilterAsyncDispatch() {
        return false;
    }

    @Override
    protected boolean shouldNotFilterErrorDispatch() {
        return false;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var known = idOf(request);
        var id = known == null ? accepted(request.getHeader(HEADER)) : known;
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(HEADER, id);
        MDC.put(MDC_KEY, id);
        try {
            chain.doFilter(request, response);
        } finally {
            MDC.remove(MDC_KEY);
        }
    }

    private String accepted(@Nullable String offered) {
        return offered != null && SAFE.matcher(offered).matches() ? offered : ids.next().toString();
    }
}
