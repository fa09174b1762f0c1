package com.samokoder.platform.web;

import static java.util.stream.Collectors.toUnmodifiableMap;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Leads plain requests to their {@link ExpressEndpoint}. Stands before all other filters; of those,
 * the ones that belong to every request are passed here as well.
 */
final class ExpressFilter implements Filter {
    private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

    private final Map<String, ExpressEndpoint> endpoints;
    private final List<Filter> filters;
    private final FailureAnswers failures;
    private final RequestTimes times;

    /**
     * @param filters that every request passes, in their order; each lets a request that it has
     *     seen pass when it meets it again
     */
    ExpressFilter(
            List<ExpressEndpoint> endpoints,
            List<Filter> filters,
            FailureAnswers failures,
            RequestTimes times) {
        this.endpoints =
                endpoints.stream().collect(toUnmodifiableMap(ExpressEndpoint::path, each -> each));
        this.filters = List.copyOf(filters);
        this.failures = failures;
        this.times = times;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        var endpoint = request instanceof HttpServletRequest asked ? endpoint(asked) : null;
        if (endpoint == null) {
            chain.doFilter(request, response);
            return;
        }
        FilterChain served =
                (asked, answer) ->
                        serve(
                                endpoint,
                                (HttpServletRequest) asked,
                                (HttpServletResponse) answer,
                                chain);
        through(0, served).doFilter(request, response);
    }

    private FilterChain through(int first, FilterChain end) {
        return first == filters.size()
                ? end
                : (asked, answer) ->
                        filters.get(first).doFilter(asked, answer, through(first + 1, end));
    }

    /** Calls that may be repeated need more than is done here. */
    private @Nullable ExpressEndpoint endpoint(HttpServletRequest request) {
        var endpoint = endpoints.get(request.getRequestURI());
        boolean plain =
                endpoint != null
                        && HttpMethod.POST.matches(request.getMethod())
                        && request.getDispatcherType() == DispatcherType.REQUEST
                        && isJson(request.getContentType())
                        && request.getHeader(Idempotent.HEADER) == null;
        return plain ? endpoint : null;
    }

    /** Other ways to write it are the ordinary way's to judge. */
    private static boolean isJson(@Nullable String type) {
        return type != null
                && type.startsWith(JSON)
                && (type.length() == JSON.length() || type.charAt(JSON.length()) == ';');
    }

    /** What the ordinary way then makes of a request is not judged here. */
    private void serve(
            ExpressEndpoint endpoint,
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain)
            throws IOException, ServletException {
        if (!isServed(endpoint, request, response)) {
            chain.doFilter(request, response);
        }
    }

    private boolean isServed(
            ExpressEndpoint endpoint, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        long begun = System.nanoTime();
        Throwable failure = null;
        boolean served = true;
        try {
            served = endpoint.serve(request, response);
        } catch (Throwable thrown) {
            failure = thrown;
            answer(thrown, request, response);
        } finally {
            if (served) {
                long nanos = System.nanoTime() - begun;
                times.record(endpoint.path(), response.getStatus(), failure, nanos);
            }
        }
        return served;
    }

    private void answer(Throwable thrown, HttpServletRequest request, HttpServletResponse response)
            throws IOException, ServletException {
        try {
            failures.answer(thrown, request, response);
        } catch (IOException | ServletException | RuntimeException | Error told) {
            throw told;
        } catch (Throwable other) {
            throw new ServletException(other);
        }
    }
}
