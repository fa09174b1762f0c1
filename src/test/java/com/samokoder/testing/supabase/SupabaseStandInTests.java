package com.samokoder.testing.supabase;

import static org.assertj.core.api.Assertions.assertThat;

import okhttp3.OkHttpClient;
import okhttp3.Request;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;

class SupabaseStandInTests {
    private final SupabaseStandIn project =
            SupabaseStandIn.start()
                    .mount("/rest/v1", SupabaseStandInTests::echo)
                    .mount("/auth/v1", SupabaseStandInTests::echo);
    private final OkHttpClient client = new OkHttpClient();

    @AfterEach
    void close() {
        project.close();
        client.connectionPool().evictAll();
    }

    private static WireResponse echo(WireRequest request) {
        return WireResponse.json(200, request.path() + " " + request.header("authorization"));
    }

    @Test
    void asksForAKeyOfEitherGeneration() throws IOException {
        var keys = project.keys();

        assertThat(get("/rest/v1/rpc/f", null, null)).startsWith("401");
        assertThat(get("/rest/v1/rpc/f", "sb_secret_guess", null)).startsWith("401");
        assertThat(get("/rest/v1/rpc/f", keys.anonKey(), null)).isEqualTo("200 /rpc/f ");
        assertThat(get("/rest/v1/rpc/f", keys.anonKey(), "Bearer x"))
                .isEqualTo("200 /rpc/f Bearer x");
    }

    @Test
    void givesANewerKeyTheTokenOfItsRole() throws IOException {
        var keys = project.keys();

        assertThat(get("/rest/v1/rpc/f", keys.secretKey(), null))
                .isEqualTo("200 /rpc/f Bearer " + keys.serviceRoleKey());
        assertThat(get("/rest/v1/rpc/f", keys.publishableKey(), null))
                .isEqualTo("200 /rpc/f Bearer " + keys.anonKey());
        assertThat(get("/rest/v1/rpc/f", keys.publishableKey(), "Bearer user"))
                .isEqualTo("200 /rpc/f Bearer user");
    }

    @Test
    void routesByPrefix() throws IOException {
        assertThat(get("/auth/v1/.well-known/jwks.json", null, null))
                .isEqualTo("200 /.well-known/jwks.json ");
        assertThat(get("/storage/v1/x", project.keys().anonKey(), null)).startsWith("404");
    }

    private String get(String path, String key, String authorization) throws IOException {
        var request = new Request.Builder().url(project.url() + path);
        if (key != null) {
            request.header("apikey", key);
        }
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try (var response = client.newCall(request.build()).execute()) {
            return response.code() + " " + response.body().string();
        }
    }
}
