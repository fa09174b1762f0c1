package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/** What sessions promise, whoever keeps them. */
abstract class SessionContract {
    @Autowired Api api;
    @Autowired Environment environment;

    Signed user;

    @BeforeEach
    void signUp() {
        user = Signed.up(api);
    }

    @Test
    void refreshingGivesAnotherPairOfTheSameSession() {
        var next = user.refreshed();

        assertThat(next.refresh()).isNotEqualTo(user.refresh());
        next.me().expect(200);
        user.me().expect(200);
        next.refreshed().me().expect(200);
    }

    @Test
    void twentyAtOnceStaySignedIn() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var answers =
                    IntStream.range(0, 20)
                            .mapToObj(_ -> threads.submit(() -> user.exchange()))
                            .toList();
            for (Future<Answer> answer : answers) {
                answer.get().expect(200);
            }
            var tokens =
                    answers.stream()
                            .map(answer -> answer.resultNow().json().path("refresh_token"))
                            .distinct();
            assertThat(tokens).hasSize(1);
        }
        user.refreshed().refreshed().me().expect(200);
    }

    @Test
    void aUsedTokenThatComesAgainLaterEndsTheSession() {
        var other = user.in();
        var next = user.refreshed();
        next.me().expect(200);
        ageRefreshTokens(user.email());

        user.exchange().expectProblem(401, "invalid_credentials");

        next.exchange().expectProblem(401, "invalid_credentials");
        awaitRefused(next);
        other.me().expect(200);
    }

    @Test
    void aTokenNobodyMadeIsRefused() {
        for (var token : new String[] {"x", "x".repeat(43), "ключ", user.refresh() + "A"}) {
            api.post("/api/auth/refresh", Map.of("refresh_token", token))
                    .expectProblem(401, "invalid_credentials");
        }
        user.refreshed().me().expect(200);
    }

    @Test
    void loggingOutEndsThisSessionAtOnce() {
        var other = user.in();
        user.me().expect(200);

        user.api().post("/api/auth/logout").expect(204);

        user.me().expectProblem(401, "unauthenticated");
        user.exchange().expectProblem(401, "invalid_credentials");
        other.me().expect(200);
    }

    @Test
    void loggingOutEverywhereEndsAllSessions() {
        var other = user.in();

        user.api().post("/api/auth/logout?scope=global").expect(204);

        user.me().expectProblem(401, "unauthenticated");
        other.me().expectProblem(401, "unauthenticated");
        other.exchange().expectProblem(401, "invalid_credentials");
        user.in().me().expect(200);
    }

    @Test
    void logoutKnowsTwoScopesOnly() {
        user.api().post("/api/auth/logout?scope=others").expectProblem(400, "invalid_request");
        user.me().expect(200);
    }

    @Test
    void aSessionThatEndedElsewhereIsRefusedWithinFifteenSeconds() {
        user.me().expect(200);
        endSessions(user.email());
        awaitRefused(user);
    }

    static void awaitRefused(Signed session) {
        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(() -> session.me().expectProblem(401, "unauthenticated"));
    }

    /** Lets used refresh tokens grow older than the time in which they may come again. */
    abstract void ageRefreshTokens(String email);

    /** Ends the user's sessions without this service's doing. */
    abstract void endSessions(String email);
}
