package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;
import com.samokoder.testing.supabase.Totp;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

@SupabaseServiceTest
class SupabaseSecondFactorTests {
    private static final String FACTORS = "/api/auth/mfa/factors";

    @Autowired Api api;

    private Signed user;

    @BeforeEach
    void signUp() {
        user = Signed.up(api);
    }

    @Test
    void onceVerifiedNothingOpensWithoutIt() {
        var enrolled = enrol("phone").expect(201).json();
        user.api().get("/api/projects").expect(200);
        var full = verified(user.api(), enrolled.path("id").stringValue(), secret(enrolled));
        full.get("/api/projects").expect(200);
        user.exchange().expectProblem(401, "invalid_credentials");
        var half = user.in().api();
        var refused = half.get("/api/projects").expectProblem(403, "forbidden");
        assertThat(refused.json().path("detail").stringValue()).contains("second factor");
        half.post("/api/auth/tokens", Map.of("name", "t", "scopes", new String[] {"git"}))
                .expectProblem(403, "forbidden");
        half.get("/api/auth/user").expect(200);
        var listed = half.get(FACTORS).expect(200).json().at("/data/0");
        assertThat(listed.path("verified").booleanValue()).isTrue();
        half.delete(FACTORS + "/" + listed.path("id").stringValue())
                .expectProblem(403, "forbidden");
        verified(half, listed.path("id").stringValue(), secret(enrolled))
                .get("/api/projects")
                .expect(200);
    }

    @Test
    void removingItOpensTheDoorAgain() {
        var enrolled = enrol("phone").expect(201).json();
        var id = enrolled.path("id").stringValue();
        var full = verified(user.api(), id, secret(enrolled));
        full.delete(FACTORS + "/" + id).expect(204);
        assertThat(full.get(FACTORS).expect(200).json().path("data")).isEmpty();
        user.in().api().get("/api/projects").expect(200);
    }

    @Test
    void aWrongCodeAndAUsedChallengeAreRefused() {
        var enrolled = enrol("phone").expect(201).json();
        var path = FACTORS + "/" + enrolled.path("id").stringValue();
        var challenge = challenge(user.api(), path);
        var right = Totp.code(secret(enrolled), Instant.now());
        var wrong = right.equals("000000") ? "111111" : "000000";
        answer(user.api(), path, challenge, wrong).expectProblem(401, "invalid_credentials");
        answer(user.api(), path, challenge, "12345").expectProblem(400, "invalid_request");
        var session = answer(user.api(), path, challenge, right).expect(200).json();
        var full = api.as(session.path("access_token").stringValue());
        answer(full, path, challenge, right).expectProblem(409, "conflict");
    }

    @Test
    void anothersFactorIsNotThere() {
        var id = enrol("phone").expect(201).json().path("id").stringValue();
        var other = Signed.up(api).api();
        for (var path : new String[] {id, UUID.randomUUID().toString()}) {
            other.post(FACTORS + "/" + path + "/challenge").expectProblem(404, "not_found");
            other.delete(FACTORS + "/" + path).expectProblem(404, "not_found");
        }
    }

    @Test
    void aNameCountsOnceAndAStrangerMayDoNothing() {
        enrol("phone").expect(201);
        enrol("phone").expectProblem(409, "conflict");
        enrol("").expectProblem(400, "invalid_request");
        api.get(FACTORS).expectProblem(401, "unauthenticated");
        api.post(FACTORS, Map.of()).expectProblem(401, "unauthenticated");
    }

    private Answer enrol(String name) {
        return user.api().post(FACTORS, Map.of("name", name));
    }

    private static String secret(JsonNode enrolled) {
        return enrolled.path("secret").stringValue();
    }

    private Api verified(Api client, String id, String secret) {
        var path = FACTORS + "/" + id;
        var code = Totp.code(secret, Instant.now());
        var session = answer(client, path, challenge(client, path), code).expect(200).json();
        return api.as(session.path("access_token").stringValue());
    }

    private static String challenge(Api client, String path) {
        var challenge = client.post(path + "/challenge").expect(200).json();
        assertThat(Instant.parse(challenge.path("expires_at").stringValue()))
                .isAfter(Instant.now());
        return challenge.path("challenge_id").stringValue();
    }

    private static Answer answer(Api client, String path, String challenge, String code) {
        return client.post(path + "/verify", Map.of("challenge_id", challenge, "code", code));
    }
}
