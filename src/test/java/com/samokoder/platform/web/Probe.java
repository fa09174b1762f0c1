package com.samokoder.platform.web;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.errors.FieldProblem;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Profile;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.multipart.MultipartFile;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Endpoints that fail in every way there is, behind a security chain that believes a header. */
@TestConfiguration(proxyBeanMethods = false)
class Probe {
    static final String PROFILE = "probe";
    static final String USER = "X-Test-User";

    @Bean
    @Order(1)
    SecurityFilterChain probeSecurity(HttpSecurity http) throws Exception {
        return http.securityMatcher("/probe/**")
                .csrf(AbstractHttpConfigurer::disable)
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .addFilterBefore(new BelievingFilter(), AuthorizationFilter.class)
                .build();
    }

    private static final class BelievingFilter extends OncePerRequestFilter {
        @Override
        protected void doFilterInternal(
                HttpServletRequest request, HttpServletResponse response, FilterChain chain)
                throws ServletException, IOException {
            var user = request.getHeader(USER);
            if (user != null) {
                SecurityContextHolder.getContext()
                        .setAuthentication(
                                UsernamePasswordAuthenticationToken.authenticated(
                                        user, null, AuthorityUtils.NO_AUTHORITIES));
            }
            chain.doFilter(request, response);
        }
    }

    enum Volume {
        SMALL,
        VERY_LARGE
    }

    record Part(@NotBlank @Size(max = 5) String shortName) {}

    record Purchase(
            @NotBlank @Size(max = 10) String fullName,
            @Max(9) Integer count,
            BigDecimal priceUsd,
            Volume size,
            UUID ref,
            @Email String email,
            @Pattern(regexp = "[a-z]*") String word,
            @Valid List<Part> parts) {}

    /** Found by the component scan, but only where this profile is on. */
    @RestController
    @Profile(Probe.PROFILE)
    @RequestMapping("/probe")
    static class Endpoints {
        final AtomicInteger executions = new AtomicInteger();
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        @PostMapping("/orders")
        Purchase create(@Valid @RequestBody Purchase order) {
            return order;
        }

        @PostMapping("/large")
        Map<String, Object> large(@RequestBody byte[] body) {
            return Map.of("length", body.length);
        }

        @PostMapping("/upload")
        Map<String, Object> upload(@RequestParam MultipartFile file) {
            return Map.of("length", file.getSize());
        }

        @GetMapping("/orders/{order_id}")
        Map<String, Object> find(@PathVariable("order_id") UUID id) {
            return Map.of("id", id);
        }

        @GetMapping("/search")
        Map<String, Object> search(
                @RequestParam @Max(100) int limit, @RequestHeader("X-Wanted") String wanted) {
            return Map.of("limit", limit, "wanted", wanted);
        }

        @Idempotent
        @PostMapping("/once")
        ResponseEntity<Map<String, Object>> once(@RequestBody Map<String, Object> body)
                throws InterruptedException {
            int count = executions.incrementAndGet();
            if (body.containsKey("fail")) {
                throw new IllegalStateException("planted" + "-detail");
            }
            if (body.containsKey("wait")) {
                entered.countDown();
                release.await();
            }
            return ResponseEntity.created(URI.create("/probe/once/" + count))
                    .eTag("\"" + count + "\"")
                    .body(Map.of("count", count));
        }

        @Idempotent(storeResponse = false)
        @PostMapping("/secret")
        Map<String, Object> secret() {
            return Map.of("token", "shown-once");
        }

        @Idempotent
        @PostMapping(value = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        void events(HttpServletResponse response) throws IOException {
            response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
            response.getOutputStream().print("data: one\n\n");
            response.flushBuffer();
        }

        @GetMapping("/crash")
        String crash() {
            throw new IllegalStateException("planted" + "-detail");
        }

        @GetMapping(value = "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
        String stream() {
            throw ApiException.of(ErrorCode.PROVIDER_RATE_LIMITED)
                    .withRetryAfter(Duration.ofMillis(1500));
        }

        @GetMapping("/download")
        String download(HttpServletResponse response) {
            response.setHeader("Content-Disposition", "attachment; filename=a.zip");
            throw ApiException.invalid(
                    new FieldProblem("/name", "taken", "a text without a bundle"));
        }

        @GetMapping("/send-error")
        void sendError(HttpServletResponse response) throws IOException {
            response.sendError(418, "planted" + "-detail");
        }

        @GetMapping("/cached")
        ResponseEntity<String> cached() {
            return ResponseEntity.ok()
                    .cacheControl(CacheControl.noCache().cachePrivate())
                    .body("ok");
        }
    }
}
