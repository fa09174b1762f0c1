package com.samokoder.auth.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** The same corpus at the service's door, with its own signing key in the forger's hands. */
@ServiceTest
class ForgedTokenTests {
    @Autowired Api api;
    @Autowired SigningKeys keys;
    @Autowired Clock clock;
    @Autowired JsonMapper json;

    @Test
    void everyForgeryGetsTheSameAnswer() {
        var session = claims(register());
        var forged = forger(uuid(session, "sub"), uuid(session, "session_id"));
        assertThat(call(forged.genuine()).status()).isEqualTo(200);

        var expected = withoutRequestId(api.get("/api/auth/user"));
        var sendable = new LinkedHashMap<>(forged.all());
        // The server does not read such a header at all, and answers 400.
        assertThat(sendable.remove("too long")).isNotNull();
        sendable.forEach((what, token) -> {
            var answer = call(token).expectProblem(401, "unauthenticated");
            assertThat(answer.header("WWW-Authenticate")).as(what).isEqualTo("Bearer");
            assertThat(withoutRequestId(answer)).as(what).isEqualTo(expected);
        });
    }

    @Test
    void aSessionServesNobodyElse() {
        var mine = claims(register());
        var theirs = claims(register());

        call(forger(uuid(mine, "sub"), uuid(theirs, "session_id")).genuine())
                .expectProblem(401, "unauthenticated");
        call(forger(uuid(mine, "sub"), UUID.randomUUID()).genuine())
                .expectProblem(401, "unauthenticated");
    }

    @Test
    void publishesOnlyPublicKeys() {
        var published = api.get("/.well-known/jwks.json").expect(200);
        var members =
                published
                        .json()
                        .path("keys")
                        .valueStream()
                        .flatMap(key -> key.propertyNames().stream())
                        .collect(Collectors.toSet());

        assertThat(members).containsExactlyInAnyOrder("kty", "crv", "x", "y", "kid", "alg", "use");
        assertThat(published.header("Cache-Control")).contains("max-age=600", "public");
    }

    private ForgedTokens forger(UUID user, UUID session) {
        var active = keys.active();
        var published = keys.published().get(active.kid());
        return new ForgedTokens(active, published, user, session, clock.instant());
    }

    private Answer call(String token) {
        return api.as(token).get("/api/auth/user");
    }

    private String register() {
        var request = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var body = api.post("/api/auth/register", request).expect(201).json();
        return body.at("/session/access_token").stringValue();
    }

    private JsonNode claims(String token) {
        return json.readTree(Base64.getUrlDecoder().decode(token.split("\\.")[1]));
    }

    private static UUID uuid(JsonNode claims, String name) {
        return UUID.fromString(claims.path(name).stringValue());
    }

    private static String withoutRequestId(Answer answer) {
        return answer.text().replaceAll("\"request_id\":\"[^\"]*\"", "");
    }
}
