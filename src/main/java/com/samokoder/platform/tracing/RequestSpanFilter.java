package com.samokoder.platform.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

import java.io.IOException;
import java.util.Collections;
import java.util.Set;

/**
 * A span for each request, named by its method and route and never by its path, whose parts may be
 * anybody's. Goes on with a caller's W3C {@code traceparent}, and puts the trace's id on log lines.
 */
final class RequestSpanFilter extends OncePerRequestFilter {
    private static final String MDC_KEY = "trace_id";
    private static final String REQUEST_ID = "request_id";
    private static final int FIRST_FAILURE = 500;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final TextMapGetter<HttpServletRequest> HEADERS =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(HttpServletRequest request) {
                    return Collections.list(request.getHeaderNames());
                }

                @Override
                public @Nullable String get(@Nullable HttpServletRequest request, String name) {
                    return request == null ? null : request.getHeader(name);
                }
            };

    private final Tracer tracer;

    RequestSpanFilter(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var span = begin(request);
        boolean over = false;
        MDC.put(MDC_KEY, span.getSpanContext().getTraceId());
        try (var _ = span.makeCurrent()) {
            chain.doFilter(request, response);
            over = true;
        } finally {
            MDC.remove(MDC_KEY);
            if (over && request.isAsyncStarted()) {
                request.getAsyncContext().addListener(new Ending(span, request, response));
            } else {
                end(span, request, over ? response.getStatus() : FIRST_FAILURE);
            }
        }
    }

    private Span begin(HttpServletRequest request) {
        var parent =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), request, HEADERS);
        var span =
                tracer.spanBuilder(method(request))
                        .setParent(parent)
                        .setSpanKind(SpanKind.SERVER)
                        .setAttribute(SpanAttributes.METHOD, method(request))
                        .startSpan();
        var id = MDC.get(REQUEST_ID);
        return id == null ? span : span.setAttribute(SpanAttributes.REQUEST_ID, id);
    }

    /** A method may be any word of the caller's. */
    private static String method(HttpServletRequest request) {
        return METHODS.contains(request.getMethod()) ? request.getMethod() : "_OTHER";
    }

    private static void end(Span span, HttpServletRequest request, int status) {
        var route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        if (route != null) {
            span.updateName(method(request) + " " + route);
            span.setAttribute(SpanAttributes.ROUTE, route.toString());
        }
        span.setAttribute(SpanAttributes.STATUS, (long) status);
        if (status >= FIRST_FAILURE) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** Of an answer that is written after the request's thread has left. */
    private record Ending(Span span, HttpServletRequest request, HttpServletResponse response)
            implements AsyncListener {
        @Override
        public void onComplete(AsyncEvent event) {
            end(span, request, response.getStatus());
        }

        @Override
        public void onTimeout(AsyncEvent event) {
            // It is completed next.
        }

        @Override
        public void onError(AsyncEvent event) {
            span.setStatus(StatusCode.ERROR);
        }

        @Override
        public void onStartAsync(AsyncEvent event) {
            event.getAsyncContext().addListener(this);
        }
    }
}
