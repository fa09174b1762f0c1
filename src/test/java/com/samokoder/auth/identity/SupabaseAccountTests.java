package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;

import org.junit.jupiter.api.Test;

import java.util.Map;

@SupabaseServiceTest
class SupabaseAccountTests extends AccountContract {
    @Test
    void theNameGivenAtRegistrationStaysThroughOtherChanges() {
        var request =
                Map.of("email", Api.newEmail(), "password", Api.PASSWORD, "full_name", "Anna");
        var body = api.post("/api/auth/register", request).expect(201).json();
        var anna = api.as(body.at("/session/access_token").stringValue());
        assertThat(body.at("/user/full_name").stringValue()).isEqualTo("Anna");
        var changed = anna.patch("/api/auth/user", Map.of("language", "ru")).expect(200).json();
        assertThat(changed.path("full_name").stringValue()).isEqualTo("Anna");
        anna.patch("/api/auth/user", Map.of("full_name", "")).expect(200);
        var cleared = anna.get("/api/auth/user").expect(200).json();
        assertThat(cleared.path("full_name").isNull()).isTrue();
    }
}
