package com.samokoder.platform.ratelimit;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.ratelimit.RateLimiter.Decision;
import com.samokoder.platform.web.PlainPath;
import com.samokoder.platform.web.ProblemWriter;
import com.samokoder.platform.web.RequestIdentity;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Refuses requests above the limits and tells every caller what is left ({@code RateLimit} and
 * {@code RateLimit-Policy}, draft-ietf-httpapi-ratelimit-headers-10).
 *
 * <p>It counts by user and therefore belongs behind authentication: the container does not run it
 * by itself (its registration is disabled); the security filter chain adds it with {@code
 * addFilterBefore(rateLimitFilter, AuthorizationFilter.class)}, so that requests whose credentials
 * were not accepted are counted too, by address.
 */
@Component
public final class RateLimitFilter extends OncePerRequestFilter {
    private static final Pattern EXEMPT =
            Pattern.compile("/health(/.*)?|/livez|/readyz|/metrics|/error");

    private final SharedRateLimiter limiter;
    private final ProblemWriter problems;

    RateLimitFilter(SharedRateLimiter limiter, ProblemWriter problems) {
        this.limiter = limiter;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return EXEMPT.matcher(PlainPath.of(request)).matches()
                || HttpMethod.OPTIONS.matches(request.getMethod());
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var user = RequestIdentity.current().map(RequestIdentity::userId);
        if (admits(user, request, response)) {
            chain.doFilter(request, response);
        }
    }

    /**
     * Counts a request, and answers it where it is one too many.
     *
     * @return whether it may go on
     */
    public boolean admits(
            Optional<String> user, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Decision decision;
        try {
            var client = Client.of(user, request.getRemoteAddr());
            decision = limiter.take(request.getMethod(), PlainPath.of(request), client);
        } catch (ApiException notCounted) {
            problems.write(notCounted, request, response);
            return false;
        }
        describe(decision, response);
        if (!decision.allowed()) {
            problems.write(
                    ApiException.of(ErrorCode.RATE_LIMITED).withRetryAfter(decision.reset()),
                    request,
                    response);
        }
        return decision.allowed();
    }

    private static void describe(Decision decision, HttpServletResponse response) {
        var policies =
                decision.rules().stream()
                        .map(RateLimitRule::policy)
                        .collect(Collectors.joining(", "));
        long seconds = decision.reset().plusMillis(999).toSeconds();
        response.setHeader("RateLimit-Policy", policies);
        response.setHeader(
                "RateLimit",
                "\""
                        + decision.tightest().name()
                        + "\";r="
                        + decision.remaining()
                        + ";t="
                        + seconds);
    }
}
