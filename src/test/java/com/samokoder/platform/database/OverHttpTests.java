package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;
import com.samokoder.testing.supabase.SupabaseStandIn;
import com.samokoder.testing.supabase.WireRequest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

/** A service with the three variables of a Supabase project and nothing else. */
@SupabaseServiceTest
class OverHttpTests {
    @Autowired ApplicationContext service;
    @Autowired SupabaseStandIn supabaseStandIn;
    @Autowired Api api;

    @Test
    void nothingConnectsToTheDatabaseItself() {
        assertThat(service.getBean(Database.class)).isInstanceOf(PostgrestDatabase.class);
        assertThat(service.getBeansOfType(DataSource.class)).isEmpty();
        assertThat(service.getBeansOfType(DatabaseServer.class)).isEmpty();
        api.get("/health").expect(200);
    }

    @Test
    void aUsersRequestReachesTheDatabaseWithTheUsersOwnToken() throws Exception {
        var user = api.register();

        var calls = callsOf("projects_list", () -> user.get("/api/projects").expect(200));

        assertThat(calls)
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(call.header("apikey"))
                            .isEqualTo(supabaseStandIn.keys().publishableKey());
                    assertThat(call.header("authorization")).startsWith("Bearer ey");
                    assertThat(call.has("x-samokoder-acting-user")).isFalse();
                });
    }

    @Test
    void aMachinesRequestIsMadeByTheServiceInTheUsersName() throws Exception {
        var user = api.register();
        var token =
                user.post(
                                "/api/auth/tokens",
                                Map.of("name", "ci", "scopes", List.of("projects:read")))
                        .expect(201)
                        .json()
                        .path("token")
                        .stringValue();

        var calls = callsOf("projects_list", () -> api.as(token).get("/api/projects").expect(200));

        assertThat(calls)
                .isNotEmpty()
                .allSatisfy(call -> {
                    assertThat(call.header("apikey")).isEqualTo(supabaseStandIn.keys().secretKey());
                    assertThat(call.has("authorization")).isFalse();
                    assertThat(call.header("x-samokoder-acting-user")).hasSize(36);
                });
    }

    @Test
    void saysThatTheDatabaseIsAwayAndGoesOnWhenItIsBack() {
        var user = api.register();
        supabaseStandIn.failWith(_ -> null);
        try {
            var answer = user.get("/api/projects");
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();
        } finally {
            supabaseStandIn.failWith(null);
        }
        user.get("/api/projects").expect(200);
    }

    private List<WireRequest> callsOf(String function, Runnable request) throws Exception {
        var calls = new CopyOnWriteArrayList<WireRequest>();
        try (var _ = supabaseStandIn.watch(calls::add)) {
            request.run();
        }
        return calls.stream().filter(call -> call.path().endsWith("/rpc/" + function)).toList();
    }
}
