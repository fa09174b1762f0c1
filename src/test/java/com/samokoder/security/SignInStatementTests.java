package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Passwords and sessions: statements 21 to 28. */
@ServiceTest
class SignInStatementTests {
    @Autowired Api api;

    @Test
    @DisplayName("21 (V6.2.1, V6.2.8, V6.2.9): any characters, eight to more than 64, as they are")
    void passwordsAreTakenAsTheyAre() {
        for (var password :
                List.of(
                        "пароль-8",
                        " ".repeat(3) + "\u0007 \ud83d\ude00 <b>'\"\\%",
                        "q7-not-a-word".repeat(9))) {
            var email = Api.newEmail();
            var body = Map.of("email", email, "password", password);
            api.post("/api/auth/register", body).expect(201);
            api.post("/api/auth/login", body).expect(200);
            api.post("/api/auth/login", Map.of("email", email, "password", password.strip() + "x"))
                    .expect(401);
        }
        Proof.by("auth.identity.SignInTests#passwordsMayHoldAnythingUnchanged");
    }

    @Test
    @DisplayName("22 (V6.2.4, V6.2.12): what is guessed first is not taken")
    void commonPasswordsAreRefused() {
        for (var password : List.of("PASSWORD1", "qwertyuiop", "Dimazarya", "31121999")) {
            var body = Map.of("email", Api.newEmail(), "password", password);
            api.post("/api/auth/register", body).expectProblem(400, "invalid_request");
        }
        Proof.by(
                "auth.identity.SignInTests#refusesShortLongAndCommonPasswords",
                "auth.identity.GuessedPasswordsTests#aboveSeventeenThousandAreListed");
    }

    @Test
    @DisplayName("23 (V6.3.1): guessing is slowed by account and by address, and locks nobody out")
    void guessingIsSlowed() {
        Proof.by(
                "auth.identity.EnumerationTests"
                        + "#tooManyWrongGuessesAreStoppedWithOrWithoutAnAccount",
                "platform.ratelimit.RateLimiterTests#countsSignInsByAddressWhoeverSends",
                "auth.identity.SupabaseSignInTests"
                        + "#limitsAreCountedByTheCallersAddressAndPassedOn");
    }

    @Test
    @DisplayName("24 (V6.3.8): nothing tells whether an address has an account")
    void accountsAreNotTold() {
        Proof.by(
                "auth.identity.SignInTests#wrongPasswordAndUnknownUserAreTheSameAnswer",
                "auth.identity.EnumerationTests#signingInTakesAsLongForAnUnknownUser",
                "auth.identity.SupabaseSignInTests#refusalsOfAPasswordLeaveAtOnePace",
                "auth.identity.SupabaseSignInTests#recoveryTellsNothingWhateverHappensToTheMail",
                "auth.identity.SupabaseSignInTests"
                        + "#registeringATakenAddressLooksLikeRegisteringANewOne",
                "auth.identity.SupabaseSignInTests#aBannedUserIsRefusedLikeAWrongPassword");
    }

    @Test
    @DisplayName("25 (V6.5.1, V6.5.5): a code counts once, while it lives")
    void codesCountOnce() {
        Proof.by(
                "auth.identity.SupabaseSecondFactorTests#aWrongCodeAndAUsedChallengeAreRefused",
                "auth.identity.SupabaseSignInTests#anAddressIsConfirmedWithTheCodeOfItsMail");
    }

    @Test
    @DisplayName("26 (V6.8.4): whoever has a second factor needs it for everything")
    void secondFactorsAreNeeded() {
        Proof.by("auth.identity.SupabaseSecondFactorTests#onceVerifiedNothingOpensWithoutIt");
    }

    @Test
    @DisplayName("27 (V7.2.4, V7.4.1): signing out, a new password or a ban ends what was open")
    void sessionsEnd() {
        Proof.by(
                "auth.identity.SessionTests#loggingOutEndsThisSessionAtOnce",
                "auth.identity.SessionTests#loggingOutEverywhereEndsAllSessions",
                "auth.identity.SessionTests#aSessionThatEndedElsewhereIsRefusedWithinFifteenSeconds",
                "auth.identity.AccountTests#changingThePasswordEndsTheOtherSessions",
                "auth.identity.SupabaseSessionTests"
                        + "#aBannedUserIsOutWithinFifteenSecondsWithEveryCredential");
    }

    @Test
    @DisplayName("28 (V7.4.2): with an account go its sessions, its streams and its work")
    void anAccountTakesItsWorkAlong() throws Exception {
        var user = api.register();
        var description =
                Map.of(
                        "name", "p",
                        "description", "A board",
                        "ai_config", Map.of("provider", "demo"));
        var project = id(user, "/api/projects", description);
        var run = user.post("/api/projects/" + project + "/generate", Map.of()).expect(202).json();
        var events = "/api/runs/" + run.path("id").stringValue() + "/events";
        var request = user.with("Accept", "text/event-stream").request("GET", events, null);
        try (var stream = Api.client().newCall(request).execute()) {
            assertThat(stream.code()).isEqualTo(200);
            var end =
                    CompletableFuture.supplyAsync(() -> {
                        try {
                            return stream.body().string();
                        } catch (IOException cut) {
                            throw new UncheckedIOException(cut);
                        }
                    });
            user.delete("/api/auth/user", Map.of("password", Api.PASSWORD)).expect(204);
            assertThat(end.handle((text, cut) -> true).get(20, TimeUnit.SECONDS)).isTrue();
        }
        user.get("/api/projects").expectProblem(401, "unauthenticated");
        Proof.by(
                "auth.identity.AccountTests#deletingTheAccountNeedsThePasswordAndLeavesNothing",
                "auth.identity.SupabaseAccountTests"
                        + "#deletingTheAccountNeedsThePasswordAndLeavesNothing",
                "runs.RunFaultTests#deletingTheProjectStopsItsRun");
    }

    private static String id(Api user, String path, Map<String, ?> body) {
        return user.post(path, body).expect(201).json().path("id").stringValue();
    }
}
