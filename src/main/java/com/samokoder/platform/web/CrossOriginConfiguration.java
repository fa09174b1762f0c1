package com.samokoder.platform.web;

import com.samokoder.platform.environment.Installation;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.http.server.ServerHttpResponse;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;
import org.springframework.web.filter.CorsFilter;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Lets browsers of the listed origins call the service, and no others. */
@Configuration(proxyBeanMethods = false)
class CrossOriginConfiguration {
    private static final List<String> METHODS =
            List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final List<String> EXPOSED =
            List.of(
                    "ETag",
                    "Location",
                    "Retry-After",
                    "RateLimit",
                    "RateLimit-Policy",
                    "Idempotency-Replayed",
                    "Content-Disposition",
                    "x-samokoder-provider",
                    "x-samokoder-model",
                    "x-samokoder-key-id",
                    "x-samokoder-attempts",
                    "x-samokoder-request-cost-usd",
                    "x-should-retry",
                    RequestIdFilter.HEADER);

    @Bean
    FilterRegistrationBean<CorsFilter> corsFilter(
            WebProperties properties, Installation installation, ProblemWriter writer) {
        var origins = checked(properties.corsOrigins(), installation.production());
        var rules = new CorsConfiguration();
        rules.setAllowedOrigins(origins);
        rules.setAllowedMethods(METHODS);
        rules.setAllowedHeaders(List.of("*"));
        rules.setExposedHeaders(EXPOSED);
        rules.setMaxAge(Duration.ofHours(1));
        var filter = new CorsFilter(request -> rules);
        filter.setCorsProcessor(new ProblemCorsProcessor(writer));
        var registration = new FilterRegistrationBean<>(filter);
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 20);
        return registration;
    }

    /** A wrong entry would silently allow nothing, or everything: say so at start. */
    static List<String> checked(List<String> origins, boolean production) {
        var entries = origins.stream().map(String::strip).filter(o -> !o.isEmpty()).toList();
        for (String origin : entries) {
            if (origin.equals("*") && production) {
                throw new IllegalStateException(
                        "CORS_ORIGINS must list exact origins in production, not *");
            }
            if (!origin.equals("*") && !exact(origin)) {
                throw new IllegalStateException(
                        "CORS_ORIGINS: '"
                                + origin
                                + "' is not an origin such as https://app.example.com");
            }
        }
        return entries;
    }

    private static boolean exact(String origin) {
        try {
            var uri = URI.create(origin);
            var host = uri.getHost();
            boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            return web && host != null && origin.equals(plain(uri)) && !host.endsWith(".");
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static String plain(URI uri) {
        var port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
        return uri.getScheme() + "://" + uri.getHost() + port;
    }

    /** Refuses with a problem where Spring writes a line of text. */
    private record ProblemCorsProcessor(ProblemWriter writer) implements CorsProcessor {
        @Override
        public boolean processRequest(
                @Nullable CorsConfiguration rules,
                HttpServletRequest request,
                HttpServletResponse response)
                throws IOException {
            return new DefaultCorsProcessor() {
                @Override
                protected void rejectRequest(ServerHttpResponse refused) throws IOException {
                    var failure =
                            ApiException.of(ErrorCode.FORBIDDEN, "platform.origin_not_allowed");
                    writer.write(failure, request, response);
                }
            }.processRequest(rules, request, response);
        }
    }
}
