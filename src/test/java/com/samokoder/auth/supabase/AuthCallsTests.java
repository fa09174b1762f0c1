package com.samokoder.auth.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.http.OriginHttp;
import com.samokoder.platform.json.StrictJson;
import com.samokoder.platform.secrets.Secret;
import com.samokoder.platform.supabase.SupabaseProject;
import com.samokoder.platform.supabase.SupabaseProperties;
import com.samokoder.testing.supabase.SupabaseStandIn;
import com.samokoder.testing.supabase.WireHandler;
import com.samokoder.testing.supabase.WireResponse;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class AuthCallsTests {
    private static final Secret JWT = new Secret("e30.e30.c2ln");

    private final SupabaseStandIn project = SupabaseStandIn.start();
    private final AtomicInteger requests = new AtomicInteger();

    @AfterEach
    void close() {
        RequestContextHolder.resetRequestAttributes();
        project.close();
    }

    @Test
    void whatOnlyReadsIsTriedAgain() {
        answering(_ -> requests.incrementAndGet() == 1 ? null : WireResponse.json(200, "{}"));
        assertThat(calls(true).get("user", JWT).isObject()).isTrue();
        assertThat(requests).hasValue(2);
    }

    @Test
    void whatWritesIsNot() {
        answering(_ -> {
            requests.incrementAndGet();
            return null;
        });
        assertUnavailable(() -> calls(true).post("signup", Map.of()));
        assertThat(requests).hasValue(1);
    }

    @Test
    void nobodyWaitsForLong() {
        var never = new CountDownLatch(1);
        answering(_ -> {
            awaitQuietly(never);
            return null;
        });
        long start = System.nanoTime();
        assertUnavailable(() -> calls(true).post("recover", Map.of()));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        never.countDown();
    }

    @Test
    void theCallersAddressGoesWithANewSecretKeyAlone() {
        var seen = new AtomicReference<String>();
        answering(request -> {
            var key = request.header("apikey").replaceAll("_[0-9a-f]+$", "");
            seen.set(
                    key.substring(0, Math.min(9, key.length()))
                            + request.header("sb-forwarded-for"));
            return WireResponse.json(200, "{}");
        });
        calls(true).post("token", Map.of());
        assertThat(seen.get()).isEqualTo("sb_publis");
        var request = new MockHttpServletRequest();
        request.setRemoteAddr("203.0.113.9");
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
        calls(true).post("token", Map.of());
        assertThat(seen.get()).isEqualTo("sb_secret203.0.113.9");
        calls(false).post("token", Map.of());
        assertThat(seen.get()).doesNotContain("203.0.113.9");
    }

    private void answering(WireHandler handler) {
        project.failWith(handler);
    }

    private AuthCalls calls(boolean newerKeys) {
        var keys = project.keys();
        var properties =
                new SupabaseProperties(
                        project.url(),
                        newerKeys ? keys.publishableKey() : keys.anonKey(),
                        newerKeys ? keys.secretKey() : keys.serviceRoleKey(),
                        "",
                        Duration.ofMillis(700));
        var settings = SupabaseProject.of(properties, true);
        return new AuthCalls(
                settings, new OriginHttp(settings.origin()), StrictJson.mapper(), properties);
    }

    private static void assertUnavailable(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE));
    }

    private static void awaitQuietly(CountDownLatch never) {
        try {
            never.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }
}
