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

import java.util.Map;
import java.util.TreeSet;

@SupabaseServiceTest
class SupabaseSignInTests extends SignInContract {
    @Autowired AuthStandIn auth;

    @AfterEach
    void setBack() {
        auth.settings(AuthSettings.DEFAULT);
        auth.failWith(null);
    }

    @Override
    int expiresIn() {
        return 3600;
    }

    @Override
    int longestPassword() {
        return 72;
    }

    @Test
    void anAddressIsConfirmedWithTheCodeOfItsMail() {
        auth.settings(AuthSettings.DEFAULT.confirmingAddresses());
        var email = Api.newEmail();
        var registered = register(email, Api.PASSWORD).expect(201).json();
        assertThat(registered.path("session").isNull()).isTrue();
        var early = login(email, Api.PASSWORD).expectProblem(401, "invalid_credentials");
        assertThat(early.json().path("detail").stringValue()).contains("Confirm your address");
        login(email, "not the password").expectProblem(401, "invalid_credentials");
        verify("signup", "000000", email).expectProblem(401, "invalid_credentials");
        var mail = auth.mailsTo(email).getLast();
        var session = verify("signup", mail.code(), email).expect(200).json();
        api.as(session.path("access_token").stringValue()).get("/api/auth/user").expect(200);
        login(email, Api.PASSWORD).expect(200);
        verify("signup", mail.code(), email).expectProblem(401, "invalid_credentials");
    }

    @Test
    void theTokenOfAMailedLinkDoesTheSame() {
        auth.settings(AuthSettings.DEFAULT.confirmingAddresses());
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);
        verify("signup", auth.mailsTo(email).getLast().tokenHash(), email).expect(200);
    }

    @Test
    void registeringATakenAddressLooksLikeRegisteringANewOne() {
        var taken = Api.newEmail();
        register(taken, Api.PASSWORD).expect(201);
        auth.settings(AuthSettings.DEFAULT.confirmingAddresses());
        var again = register(taken, "another long password").expect(201).json();
        var first = register(Api.newEmail(), "another long password").expect(201).json();
        assertThat(new TreeSet<>(again.path("user").propertyNames()))
                .isEqualTo(new TreeSet<>(first.path("user").propertyNames()));
        assertThat(again.path("session").isNull()).isTrue();
        assertThat(auth.mailsTo(taken)).isEmpty();
        login(taken, Api.PASSWORD).expect(200);
    }

    @Test
    void recoveryTellsNothingWhateverHappensToTheMail() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);
        recover(email).expect(202);
        await().until(() -> auth.mailsTo(email).size() == 1);
        recover(email).expect(202);
        recover(Api.newEmail()).expect(202);
        auth.settings(AuthSettings.DEFAULT.withBrokenMail());
        recover(email).expect(202);
        auth.failWith(_ -> null);
        recover(email).expect(202);
        auth.failWith(null);
        var code = auth.mailsTo(email).getLast().code();
        var session = verify("recovery", code, email).expect(200).json();
        assertThat(session.at("/user/email").stringValue()).isEqualTo(email);
    }

    @Test
    void refusalsOfAPasswordLeaveAtOnePace() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);
        long known = time(() -> login(email, "not the password"));
        long unknown = time(() -> login(Api.newEmail(), "not the password"));
        // A stand-in answers within a beat; a busy machine may take another.
        assertThat(known).isGreaterThanOrEqualTo(BEAT);
        assertThat(unknown).isGreaterThanOrEqualTo(BEAT);
    }

    @Test
    void aBannedUserIsRefusedLikeAWrongPassword() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);
        auth.ban(email);
        var banned = login(email, Api.PASSWORD).expectProblem(401, "invalid_credentials");
        var unknown = login(Api.newEmail(), Api.PASSWORD);
        assertThat(banned.json().path("detail")).isEqualTo(unknown.json().path("detail"));
    }

    @Test
    void aClosedProjectTakesNoAccounts() {
        auth.settings(AuthSettings.DEFAULT.withoutSignups());
        register(Api.newEmail(), Api.PASSWORD).expectProblem(403, "forbidden");
    }

    @Test
    void limitsAreCountedByTheCallersAddressAndPassedOn() {
        var email = Api.newEmail();
        register(email, Api.PASSWORD).expect(201);
        auth.forgetRequests();
        auth.settings(AuthSettings.DEFAULT.limitedTo(2));
        login(email, Api.PASSWORD).expect(200);
        login(email, Api.PASSWORD).expect(200);
        var refused = login(email, Api.PASSWORD).expectProblem(429, "rate_limited");
        assertThat(refused.header("Retry-After")).isEqualTo("60");
        assertThat(auth.requests())
                .allSatisfy(request -> {
                    assertThat(request.header("sb-forwarded-for")).isEqualTo("127.0.0.1");
                    assertThat(request.header("user-agent")).isEqualTo("samokoder");
                });
    }

    @Test
    void whatIsOutOfOrderIsUnavailableAndTellsNothing() {
        var html = WireResponse.of(502).body("text/html", "<html>upstream 10.1.2.3</html>");
        var fourth = WireResponse.of(401).body("text/plain", "");
        var garbled = WireResponse.json(200, "{\"access_token\":");
        var other = WireResponse.json(200, "[1]");
        for (var answer : new WireResponse[] {html, fourth, garbled, other, null}) {
            auth.failWith(_ -> answer);
            var refused = login(Api.newEmail(), Api.PASSWORD).expectProblem(503, "unavailable");
            assertThat(refused.text()).doesNotContain("10.1.2.3", "html");
        }
    }

    private static final long BEAT = 400_000_000;

    private static long time(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private Answer recover(String email) {
        return api.post("/api/auth/recover", Map.of("email", email));
    }

    private Answer verify(String type, String token, String email) {
        return api.post("/api/auth/verify", Map.of("type", type, "token", token, "email", email));
    }
}
