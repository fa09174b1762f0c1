package com.samokoder.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

@ProbeTest
class IdempotencyTests {
    private static final Map<String, Object> BODY = Map.of("a", 1);

    @Autowired Api api;
    @Autowired Probe.Endpoints endpoints;
    private Api user;

    @BeforeEach
    void register() {
        user = newUser();
    }

    private Api newUser() {
        var answer =
                api.post(
                                "/api/auth/register",
                                Map.of("email", Api.newEmail(), "password", Api.PASSWORD))
                        .expect(201);
        return api.with(Probe.USER, answer.json().at("/user/id").stringValue());
    }

    @Test
    void repetitionsGetTheFirstAnswer() {
        var keyed = user.with("Idempotency-Key", "k-1");
        int before = endpoints.executions.get();
        var first = keyed.post("/probe/once", BODY).expect(201);
        var second = keyed.post("/probe/once", BODY).expect(201);
        assertThat(endpoints.executions.get()).isEqualTo(before + 1);
        assertThat(second.text()).isEqualTo(first.text());
        for (String header : new String[] {"Location", "ETag", "Content-Type"}) {
            assertThat(second.header(header)).isNotNull().isEqualTo(first.header(header));
        }
        assertThat(first.header("Idempotency-Replayed")).isNull();
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
    }

    @Test
    void anotherRequestWithTheSameKeyIsRefused() {
        var keyed = user.with("Idempotency-Key", "k-2");
        keyed.post("/probe/once", BODY).expect(201);
        keyed.post("/probe/once", Map.of("a", 2)).expectProblem(422, "idempotency_mismatch");
        keyed.post("/probe/once?x=1", BODY).expectProblem(422, "idempotency_mismatch");
    }

    @Test
    void keysBelongToTheirUser() {
        user.with("Idempotency-Key", "k-3").post("/probe/once", BODY).expect(201);
        var other = newUser().with("Idempotency-Key", "k-3").post("/probe/once", Map.of("b", 2));
        assertThat(other.expect(201).header("Idempotency-Replayed")).isNull();
    }

    @Test
    void aSecondCallWhileTheFirstRunsIsToldToWait() throws Exception {
        var keyed = user.with("Idempotency-Key", "k-4");
        var body = Map.<String, Object>of("wait", true);
        int before = endpoints.executions.get();
        var first = CompletableFuture.supplyAsync(() -> keyed.post("/probe/once", body));
        assertThat(endpoints.entered.await(20, TimeUnit.SECONDS)).isTrue();
        var second = keyed.post("/probe/once", body).expectProblem(409, "idempotency_in_progress");
        assertThat(second.header("Retry-After")).isEqualTo("1");
        endpoints.release.countDown();
        first.get(20, TimeUnit.SECONDS).expect(201);
        assertThat(keyed.post("/probe/once", body).expect(201).header("Idempotency-Replayed"))
                .isEqualTo("true");
        assertThat(endpoints.executions.get()).isEqualTo(before + 1);
    }

    @Test
    void aFailureOfTheServiceIsForgotten() {
        var keyed = user.with("Idempotency-Key", "k-5");
        int before = endpoints.executions.get();
        keyed.post("/probe/once", Map.of("fail", 1)).expectProblem(500, "internal");
        keyed.post("/probe/once", Map.of("fail", 1)).expectProblem(500, "internal");
        assertThat(endpoints.executions.get()).isEqualTo(before + 2);
    }

    @Test
    void anAnswerWithASecretIsNotKept() {
        var keyed = user.with("Idempotency-Key", "k-6");
        keyed.post("/probe/secret").expect(200);
        var second = keyed.post("/probe/secret").expectProblem(409, "conflict");
        assertThat(second.text()).contains("held a secret").doesNotContain("shown-once");
    }

    @Test
    void aStreamPassesAndIsNotKept() {
        var keyed = user.with("Idempotency-Key", "k-7");
        assertThat(keyed.post("/probe/events").expect(200).text()).isEqualTo("data: one\n\n");
        keyed.post("/probe/events").expectProblem(409, "conflict");
    }

    @Test
    void unusableKeysAreRefused() {
        user.with("Idempotency-Key", "x".repeat(256))
                .post("/probe/once", BODY)
                .expectProblem(400, "invalid_request");
        user.with("Idempotency-Key", "a b").post("/probe/once", BODY).expect(400);
    }
}
