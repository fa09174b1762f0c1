package com.samokoder.auth.identity;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;

import java.util.Map;
import java.util.UUID;

@ServiceTest
class SignInTests extends SignInContract {
    @Override
    int expiresIn() {
        return 900;
    }

    @Override
    int longestPassword() {
        return 128;
    }

    @Test
    void mailIsNotConfiguredHere() {
        api.post("/api/auth/recover", Map.of("email", Api.newEmail()))
                .expectProblem(501, "not_configured");
        api.post(
                        "/api/auth/verify",
                        Map.of("type", "signup", "token", "123456", "email", Api.newEmail()))
                .expectProblem(501, "not_configured");
    }

    @Test
    void secondFactorsAreNotConfiguredHere() {
        var user = api.register();
        var factor = "/api/auth/mfa/factors/" + UUID.randomUUID();
        var code = Map.of("challenge_id", UUID.randomUUID(), "code", "123456");
        user.get("/api/auth/mfa/factors").expectProblem(501, "not_configured");
        user.post("/api/auth/mfa/factors", Map.of()).expectProblem(501, "not_configured");
        user.post(factor + "/challenge").expectProblem(501, "not_configured");
        user.post(factor + "/verify", code).expectProblem(501, "not_configured");
        user.delete(factor).expectProblem(501, "not_configured");
    }
}
