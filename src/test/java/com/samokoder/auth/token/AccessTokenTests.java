package com.samokoder.auth.token;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.identity.InstallationDatabase;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

@ServiceTest
class AccessTokenTests {
    @Autowired Api api;
    @Autowired Environment environment;

    private Api owner;

    @BeforeEach
    void signUp() {
        owner = api.register();
    }

    @Test
    void aTokenOpensWhatItsScopesName() {
        var machine = machine("projects:read");

        machine.get("/api/projects").expect(200);
        machine.post("/api/projects", Map.of("name", "A", "description", "B"))
                .expectProblem(403, "forbidden");
        machine.get("/api/keys").expectProblem(403, "forbidden");
    }

    @Test
    void noTokenManagesTheAccount() {
        var scopes =
                new String[] {
                    "projects:read",
                    "projects:write",
                    "runs:write",
                    "keys:read",
                    "keys:write",
                    "usage:read",
                    "gateway",
                    "git"
                };
        var machine = machine(scopes);

        machine.get("/api/auth/tokens").expectProblem(403, "forbidden");
        machine.post("/api/auth/tokens", request("x", "git")).expectProblem(403, "forbidden");
        machine.get("/api/auth/user").expectProblem(403, "forbidden");
        machine.patch("/api/auth/user", Map.of("full_name", "x")).expectProblem(403, "forbidden");
        machine.delete("/api/auth/user", Map.of("password", Api.PASSWORD))
                .expectProblem(403, "forbidden");
        machine.post("/api/auth/logout").expectProblem(403, "forbidden");
    }

    @Test
    void theSecretIsShownOnceAndKeptNowhere() {
        var made = make("mine", "projects:read");
        var token = made.path("token").stringValue();
        var secret = token.substring(token.lastIndexOf('-') - 20);

        assertThat(token).startsWith("sk-samo-" + made.path("public_id").stringValue() + "-");
        assertThat(owner.get("/api/auth/tokens").expect(200).text())
                .contains(made.path("public_id").stringValue())
                .doesNotContain(secret);
        assertThat(
                        database()
                                .count(
                                        "select count(*) from public.access_tokens t where"
                                                + " t::text like ?",
                                        "%" + secret + "%"))
                .isZero();
    }

    @Test
    void aRevokedTokenIsRefusedAtOnce() {
        var made = make("mine", "projects:read");
        var machine = api.as(made.path("token").stringValue());
        machine.get("/api/projects").expect(200);

        owner.delete("/api/auth/tokens/" + made.path("id").stringValue()).expect(204);

        machine.get("/api/projects").expectProblem(401, "unauthenticated");
        assertThat(owner.get("/api/auth/tokens").json().path("data")).isEmpty();
    }

    @Test
    void anExpiredTokenIsRefused() {
        var made = make("mine", "projects:read");
        database()
                .update(
                        "update public.access_tokens set expires_at = now() - interval '1 s'"
                                + " where id = ?::uuid",
                        made.path("id").stringValue());

        api.as(made.path("token").stringValue())
                .get("/api/projects")
                .expectProblem(401, "unauthenticated");
    }

    @Test
    void changedTokensAreRefused() {
        var token = make("mine", "projects:read").path("token").stringValue();
        var last = token.charAt(token.length() - 5) == 'A' ? 'B' : 'A';
        var changed = new StringBuilder(token);
        changed.setCharAt(token.length() - 5, last);

        for (var forged :
                List.of(
                        changed.toString(),
                        token + "A",
                        token.substring(0, token.length() - 1),
                        token.replace("sk-samo-", "sk-samo-0"),
                        token.substring(0, 8 + 17),
                        "sk-samo-")) {
            api.as(forged).get("/api/projects").expectProblem(401, "unauthenticated");
        }
    }

    @Test
    void onlyTheBearerHeaderCarriesACredential() {
        var token = make("mine", "projects:read").path("token").stringValue();

        api.with("x-api-key", token).get("/api/projects").expectProblem(401, "unauthenticated");
        api.with("Cookie", "access_token=" + token)
                .get("/api/projects")
                .expectProblem(401, "unauthenticated");
        api.with("Authorization", token).get("/api/projects").expect(401);
        api.with("Authorization", "Basic " + token).get("/api/projects").expect(401);
        api.get("/api/projects?access_token=" + token).expect(401);
        api.with("Authorization", "bearer " + token).get("/api/projects").expect(200);
    }

    @Test
    void strangersCannotRevoke() {
        var id = make("mine", "projects:read").path("id").stringValue();

        api.register().delete("/api/auth/tokens/" + id).expectProblem(404, "not_found");
        assertThat(owner.get("/api/auth/tokens").json().path("data")).hasSize(1);
    }

    @Test
    void listsNewestFirstPageByPage() {
        for (int index = 0; index < 5; index++) {
            make("token " + index, "git");
        }
        var first = owner.get("/api/auth/tokens?limit=3").expect(200).json();
        var cursor = first.at("/pagination/next_cursor").stringValue();
        var second = owner.get("/api/auth/tokens?limit=3&cursor=" + cursor).expect(200).json();

        assertThat(names(first)).containsExactly("token 4", "token 3", "token 2");
        assertThat(names(second)).containsExactly("token 1", "token 0");
        assertThat(second.at("/pagination/has_more").booleanValue()).isFalse();
        api.register()
                .get("/api/auth/tokens?cursor=" + cursor)
                .expectProblem(400, "invalid_cursor");
        owner.get("/api/auth/tokens?limit=101").expectProblem(400, "invalid_request");
    }

    @Test
    void refusesStrangeRequests() {
        owner.post("/api/auth/tokens", request("x", "admin")).expectProblem(400, "invalid_request");
        owner.post("/api/auth/tokens", request("x")).expectProblem(400, "invalid_request");
        owner.post("/api/auth/tokens", request("", "git")).expectProblem(400, "invalid_request");
        owner.post(
                        "/api/auth/tokens",
                        Map.of(
                                "name", "x",
                                "scopes", List.of("git"),
                                "expires_at", "2020-01-01T00:00:00Z"))
                .expectProblem(400, "invalid_request");
    }

    private Api machine(String... scopes) {
        return api.as(make("machine", scopes).path("token").stringValue());
    }

    private JsonNode make(String name, String... scopes) {
        return owner.post("/api/auth/tokens", request(name, scopes)).expect(201).json();
    }

    private static Map<String, Object> request(String name, String... scopes) {
        return Map.of("name", name, "scopes", List.of(scopes));
    }

    private static List<String> names(JsonNode page) {
        return page.path("data")
                .valueStream()
                .map(token -> token.path("name").stringValue())
                .toList();
    }

    private InstallationDatabase database() {
        return new InstallationDatabase(environment);
    }
}
