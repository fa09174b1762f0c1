package com.samokoder.auth.supabase;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;
import com.samokoder.testing.supabase.AuthStandIn;
import com.samokoder.testing.supabase.SupabaseStandIn;
import com.samokoder.testing.supabase.WireHandler;
import com.samokoder.testing.supabase.WireResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The checks themselves, whose answers the page remembers for a few seconds. */
@SupabaseServiceTest
class SupabaseHealthTests {
    @Autowired Api api;
    @Autowired AuthStandIn auth;
    @Autowired SupabaseStandIn project;
    @Autowired SupabaseHealth health;

    @AfterEach
    void setBack() {
        auth.failWith(null);
        project.failWith(null);
    }

    @Test
    void aProjectInOrderIsHealthy() {
        assertThat(health.check().reason()).isNull();
        await().untilAsserted(() -> {
            var checks = api.get("/health/detailed").expect(200).json().path("checks");
            assertThat(checks.path("supabase").booleanValue()).isTrue();
            assertThat(checks.path("database").booleanValue()).isTrue();
        });
    }

    @Test
    void itTellsWhatIsNot() {
        project.failWith(_ -> null);
        assertThat(health.check().reason()).contains("does not answer");
        project.failWith(null);
        assertFails(_ -> WireResponse.of(200).body("text/html", "<html>"), "is not Supabase Auth");
        assertFails(
                request ->
                        request.path().equals("/health")
                                ? WireResponse.json(200, "{\"name\":\"GoTrue\"}")
                                : WireResponse.json(401, "{\"message\":\"Invalid API key\"}"),
                "refuses the service key");
    }

    private void assertFails(WireHandler fault, String reason) {
        auth.failWith(fault);
        var outcome = health.check();
        assertThat(outcome.healthy()).isFalse();
        assertThat(outcome.reason()).contains(reason);
    }
}
