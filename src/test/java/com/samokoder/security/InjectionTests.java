package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Texts that would mean something to a database or to PostgREST, wherever a text may stand. */
@ServiceTest
class InjectionTests {
    private static final List<String> CORPUS =
            List.of(
                    "' or '1'='1",
                    "'; drop table public.projects; --",
                    "%' union select encrypted_password from auth.users --",
                    "x' and pg_sleep(5) is not null --",
                    "%",
                    "_____",
                    "\\",
                    "or=(id.not.is.null)",
                    "eq.*&select=*,provider_keys(*)",
                    "(id.gt.0),user_id.is.not.null",
                    "${jndi:ldap://127.0.0.1/x}",
                    "$$; select 1; $$",
                    "\u02bc or 1=1 --");

    @Autowired Api api;

    @Test
    void aTextStaysAText() {
        var owner = api.register();
        var stranger = api.register();
        stranger.post("/api/projects", Map.of("name", "zebra", "description", "z")).expect(201);
        for (var text : CORPUS) {
            var made =
                    owner.post("/api/projects", Map.of("name", text, "description", text))
                            .expect(201)
                            .json();
            assertThat(made.path("name").stringValue()).isEqualTo(text);
            var coded = URLEncoder.encode(text, StandardCharsets.UTF_8);
            var found = stranger.get("/api/projects?search=" + coded).expect(200).json();
            assertThat(found.path("data")).as(text).isEmpty();
            for (var query : List.of("projects?status=", "projects?sort=", "projects?cursor=")) {
                assertThat(stranger.get("/api/" + query + coded).status()).as(query).isEqualTo(400);
            }
            for (var path : List.of("projects/", "keys/", "runs/")) {
                assertThat(stranger.get("/api/" + path + coded.replace("+", "%20")).status())
                        .as(path)
                        .isBetween(400, 499);
            }
        }
        assertThat(owner.get("/api/projects?limit=100").expect(200).json().path("data"))
                .hasSize(CORPUS.size());
    }
}
