package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.samokoder.auth.AccountDeleted;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.core.env.Environment;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** What an account promises, whoever keeps the users. */
abstract class AccountContract {
    private static final String OTHER_PASSWORD = "a wholly different horse";

    @Autowired Api api;
    @Autowired Environment environment;
    @Autowired ConfigurableApplicationContext context;

    private Signed user;

    @BeforeEach
    void signUp() {
        user = Signed.up(api);
    }

    @Test
    void changesWhatIsNamedAndClearsWhatIsEmpty() {
        user.api()
                .patch("/api/auth/user", Map.of("full_name", "Аня", "language", "ru"))
                .expect(200);
        user.api().patch("/api/auth/user", Map.of("default_provider", "demo")).expect(200);
        var me = user.me().json();
        assertThat(me.path("full_name").stringValue()).isEqualTo("Аня");
        assertThat(me.path("language").stringValue()).isEqualTo("ru");
        assertThat(me.path("default_provider").stringValue()).isEqualTo("demo");

        user.api().patch("/api/auth/user", Map.of("full_name", "")).expect(200);
        assertThat(user.me().json().path("full_name").isNull()).isTrue();
    }

    @Test
    void aStaleChangeIsRefused() {
        var tag = user.me().header("ETag");
        var conditional = user.api().with("If-Match", tag);
        conditional.patch("/api/auth/user", Map.of("full_name", "First")).expect(200);

        conditional
                .patch("/api/auth/user", Map.of("full_name", "Second"))
                .expectProblem(412, "version_conflict");
        assertThat(user.me().json().path("full_name").stringValue()).isEqualTo("First");
    }

    @Test
    void nobodyMakesHimselfAnAdministrator() {
        for (var field : List.of("is_admin", "admin", "version", "email", "id")) {
            user.api()
                    .patch("/api/auth/user", Map.of(field, "true"))
                    .expectProblem(400, "invalid_request");
        }
        assertThat(user.me().json().path("admin").booleanValue()).isFalse();
    }

    @Test
    void theOperatorMarksAnAdministratorInTheDatabase() {
        new InstallationDatabase(environment)
                .update(
                        "insert into public.profiles (user_id, is_admin) values (?::uuid, true)"
                                + " on conflict (user_id) do update set is_admin = true",
                        id());

        await().atMost(Duration.ofSeconds(15))
                .untilAsserted(
                        () -> assertThat(user.me().json().path("admin").booleanValue()).isTrue());
    }

    @Test
    void changingThePasswordEndsTheOtherSessions() {
        var other = user.in();
        other.me().expect(200);

        changePassword(Api.PASSWORD).expect(200);

        user.me().expect(200);
        other.me().expectProblem(401, "unauthenticated");
        other.exchange().expectProblem(401, "invalid_credentials");
        user.login(Api.PASSWORD).expectProblem(401, "invalid_credentials");
        user.login(OTHER_PASSWORD).expect(200);
    }

    @Test
    void changingThePasswordNeedsTheCurrentOne() {
        changePassword("not the password").expectProblem(401, "invalid_credentials");
        user.api()
                .patch("/api/auth/user", Map.of("password", OTHER_PASSWORD))
                .expectProblem(400, "invalid_request");
        user.login(Api.PASSWORD).expect(200);
    }

    @Test
    void deletingTheAccountNeedsThePasswordAndLeavesNothing() {
        var deleted = new CopyOnWriteArrayList<UUID>();
        context.addApplicationListener(listener(deleted));
        var id = id();
        user.api()
                .delete("/api/auth/user", Map.of("password", "not the password"))
                .expectProblem(401, "invalid_credentials");
        assertThat(deleted).isEmpty();

        user.api().delete("/api/auth/user", Map.of("password", Api.PASSWORD)).expect(204);

        assertThat(deleted).containsExactly(UUID.fromString(id));
        user.me().expectProblem(401, "unauthenticated");
        user.exchange().expectProblem(401, "invalid_credentials");
        user.login(Api.PASSWORD).expectProblem(401, "invalid_credentials");
        var database = new InstallationDatabase(environment);
        for (var table : List.of("public.profiles", "public.access_tokens", "auth.sessions")) {
            var sql = "select count(*) from " + table + " where user_id = ?::uuid";
            assertThat(database.count(sql, id)).as(table).isZero();
        }
    }

    private Answer changePassword(String current) {
        return user.api()
                .patch(
                        "/api/auth/user",
                        Map.of("password", OTHER_PASSWORD, "current_password", current));
    }

    private String id() {
        return user.me().json().path("id").stringValue();
    }

    private static ApplicationListener<PayloadApplicationEvent<?>> listener(List<UUID> deleted) {
        return event -> {
            if (event.getPayload() instanceof AccountDeleted(var gone)) {
                deleted.add(gone.value());
            }
        };
    }
}
