package com.samokoder.platform.web.health;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.PlainPath;
import com.samokoder.platform.web.ProblemWriter;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Shows the installation's numbers to its own network and to whoever knows the scraper's token. */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 40)
final class MetricsAccessFilter extends OncePerRequestFilter {
    private static final int UNIQUE_LOCAL_MASK = 0xfe;
    private static final int UNIQUE_LOCAL = 0xfc;

    private final MetricsProperties properties;
    private final ProblemWriter problems;

    MetricsAccessFilter(MetricsProperties properties, ProblemWriter problems) {
        this.properties = properties;
        this.problems = problems;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        var path = PlainPath.of(request);
        return !path.equals("/metrics") && !path.startsWith("/metrics/");
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (near(request.getRemoteAddr()) || knows(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            chain.doFilter(request, response);
        } else {
            problems.write(ApiException.of(ErrorCode.FORBIDDEN), request, response);
        }
    }

    private boolean knows(@Nullable String authorization) {
        if (properties.token().isEmpty() || authorization == null) {
            return false;
        }
        return MessageDigest.isEqual(
                ("Bearer " + properties.token()).getBytes(StandardCharsets.UTF_8),
                authorization.getBytes(StandardCharsets.UTF_8));
    }

    static boolean near(String address) {
        try {
            var parsed = InetAddress.ofLiteral(address);
            boolean uniqueLocal =
                    parsed.getAddress().length == 16
                            && (parsed.getAddress()[0] & UNIQUE_LOCAL_MASK) == UNIQUE_LOCAL;
            return parsed.isLoopbackAddress()
                    || parsed.isSiteLocalAddress()
                    || parsed.isLinkLocalAddress()
                    || uniqueLocal;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }
}
