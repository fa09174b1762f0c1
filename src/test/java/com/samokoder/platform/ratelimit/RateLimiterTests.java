package com.samokoder.platform.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

class RateLimiterTests {
    private static final RateLimitProperties LIMITS =
            new RateLimitProperties(100, 150, 5, 10, 10, 20, 1000);

    private final SettableClock clock = new SettableClock();
    private final RateLimiter limiter = new RateLimiter(LIMITS, clock);
    private final Client ann = Client.of(Optional.of("ann"), "203.0.113.9");

    private static final class SettableClock extends Clock {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");

        void advance(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    private int allowed(int requests, String method, String path, Client client) {
        int allowed = 0;
        for (int i = 0; i < requests; i++) {
            allowed += limiter.take(method, path, client).allowed() ? 1 : 0;
        }
        return allowed;
    }

    @Test
    void servesExactlyTheQuotaOfAMinuteAndOfAnHour() {
        assertThat(allowed(300, "GET", "/api/projects", ann)).isEqualTo(100);
        var refused = limiter.take("GET", "/api/projects", ann);
        assertThat(refused.tightest().name()).isEqualTo("minute");
        assertThat(refused.reset()).isEqualTo(Duration.ofMinutes(1));
        clock.advance(Duration.ofSeconds(61));
        assertThat(allowed(300, "GET", "/api/projects", ann)).isEqualTo(50);
        assertThat(limiter.take("GET", "/api/projects", ann).tightest().name()).isEqualTo("hour");
        clock.advance(Duration.ofHours(1));
        assertThat(allowed(300, "GET", "/api/projects", ann)).isEqualTo(100);
    }

    @Test
    void whatOneRuleRefusesCostsNothingElse() {
        assertThat(allowed(50, "POST", "/api/projects", ann)).isEqualTo(10);
        assertThat(allowed(200, "GET", "/api/projects", ann)).isEqualTo(90);
    }

    @Test
    void countsSignInsByAddressWhoeverSends() {
        for (int user = 0; user < 5; user++) {
            var client = Client.of(Optional.of("user" + user), "203.0.113.9");
            assertThat(allowed(1, "POST", "/api/auth/login", client)).isEqualTo(1);
        }
        var sixth = Client.of(Optional.of("sixth"), "203.0.113.9");
        assertThat(allowed(1, "POST", "/api/auth/login", sixth)).isZero();
        assertThat(allowed(9, "POST", "/api/auth/register", sixth)).isEqualTo(5);
    }

    @Test
    void tightensKeyChecksAndRuns() {
        assertThat(allowed(50, "POST", "/api/keys/1/check", ann)).isEqualTo(10);
        assertThat(allowed(15, "POST", "/api/projects/1/generate", ann)).isEqualTo(15);
        assertThat(allowed(15, "POST", "/api/projects/2/chat", ann)).isEqualTo(5);
    }

    @Test
    void usersAndAddressesAreCountedApart() {
        assertThat(allowed(200, "GET", "/", ann)).isEqualTo(100);
        assertThat(allowed(1, "GET", "/", Client.of(Optional.of("bob"), "203.0.113.9"))).isOne();
        assertThat(allowed(1, "GET", "/", Client.of(Optional.empty(), "203.0.113.9"))).isOne();
    }

    @Test
    void oneIpv6NetworkIsOneClient() {
        var one = Client.of(Optional.empty(), "2001:db8:1:2::1");
        assertThat(one).isEqualTo(Client.of(Optional.empty(), "2001:db8:1:2:ffff::9"));
        assertThat(one).isNotEqualTo(Client.of(Optional.empty(), "2001:db8:1:3::1"));
        assertThat(Client.of(Optional.empty(), "::ffff:203.0.113.9"))
                .isEqualTo(Client.of(Optional.empty(), "203.0.113.9"));
    }

    @Test
    void propertiesHaveTheDocumentedDefaultsAndNames() {
        assertThat(bind(Map.of()))
                .isEqualTo(new RateLimitProperties(100, 1000, 5, 10, 10, 20, 100_000));
        assertThat(
                        bind(
                                Map.of(
                                        "samokoder.rate-limit.per-minute", "1",
                                        "samokoder.rate-limit.per-hour", "2",
                                        "samokoder.rate-limit.sign-in-per-minute", "3",
                                        "samokoder.rate-limit.project-creation-per-minute", "4",
                                        "samokoder.rate-limit.key-check-per-minute", "5",
                                        "samokoder.rate-limit.generation-per-minute", "6",
                                        "samokoder.rate-limit.clients", "7")))
                .isEqualTo(new RateLimitProperties(1, 2, 3, 4, 5, 6, 7));
    }

    private static RateLimitProperties bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("samokoder.rate-limit", RateLimitProperties.class);
    }
}
