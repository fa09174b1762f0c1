package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;
import com.samokoder.testing.supabase.AuthSettings;
import com.samokoder.testing.supabase.AuthStandIn;
import com.samokoder.testing.supabase.WireResponse;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;
import java.util.List;
import java.util.Map;

@SupabaseServiceTest
class SupabaseSessionTests extends SessionContract {
    @Autowired AuthStandIn auth;

    @AfterEach
    void setBack() {
        auth.settings(AuthSettings.DEFAULT);
        auth.signWithLegacySecret(false);
        auth.failWith(null);
    }

    @Override
    void ageRefreshTokens(String email) {
        auth.ageRefreshTokens();
    }

    @Override
    void endSessions(String email) {
        auth.endSessions(email);
    }

    @Test
    void aBannedUserIsOutWithinFifteenSecondsWithEveryCredential() {
        var token = machine(List.of("keys:write"));
        user.me().expect(200);
        token.delete(NO_KEY).expectProblem(404, "not_found");
        auth.ban(user.email());
        awaitRefused(user);
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> token.delete(NO_KEY).expectProblem(401, "unauthenticated"));
        user.exchange().expectProblem(401, "invalid_credentials");
    }

    @Test
    void whileSupabaseAuthIsDownOrdinaryCallsGoOnAndSensitiveOnesDoNot() {
        user.api().get("/api/projects").expect(200);
        auth.failWith(_ -> WireResponse.of(503).body("text/html", "<html>"));
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> create().expectProblem(503, "unavailable"));
        user.api().get("/api/projects").expect(200);
        auth.failWith(null);
        create().expect(201);
    }

    @Test
    void clocksMayBeTwentySecondsApart() {
        for (int seconds : new int[] {-20, 20}) {
            auth.settings(AuthSettings.DEFAULT.ahead(Duration.ofSeconds(seconds)));
            user.in().me().expect(200);
        }
        auth.settings(AuthSettings.DEFAULT.ahead(Duration.ofSeconds(60)));
        user.in().me().expectProblem(401, "unauthenticated");
    }

    @Test
    void aProjectThatStillSignsWithItsSecretIsAskedAboutItsTokens() {
        auth.signWithLegacySecret(true);
        var legacy = user.in();
        legacy.me().expect(200);
        auth.endSessions(user.email());
        awaitRefused(legacy);
    }

    @Test
    void keysAndIdentityTokensAreNoCredentials() {
        var forged = new SupabaseForgery(auth, user);
        assertThat(forged.genuine(api).status()).isEqualTo(200);
        forged.all()
                .forEach((what, token) -> {
                    var answer = api.as(token).get("/api/auth/user");
                    assertThat(answer.status()).as(what).isEqualTo(401);
                });
    }

    private static final String NO_KEY = "/api/keys/00000000-0000-7000-8000-000000000000";

    private Answer create() {
        return user.api().post("/api/auth/tokens", Map.of("name", "t", "scopes", List.of("git")));
    }

    private Api machine(List<String> scopes) {
        var request = Map.of("name", "machine", "scopes", scopes);
        var made = user.api().post("/api/auth/tokens", request).expect(201).json();
        return api.as(made.path("token").stringValue());
    }
}
