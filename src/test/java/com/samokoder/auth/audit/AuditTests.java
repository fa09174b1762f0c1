package com.samokoder.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.InstallationDatabase;
import com.samokoder.platform.audit.AuditEvent;
import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ServiceTest
class AuditTests {
    private static final String AUDIT = "/api/auth/audit";

    @Autowired Api api;
    @Autowired Environment environment;

    private String email;
    private Api ann;

    @BeforeEach
    void signUp() {
        email = Api.newEmail();
        var body = Map.of("email", email, "password", Api.PASSWORD);
        var made = api.post("/api/auth/register", body).expect(201).json();
        ann = api.as(made.at("/session/access_token").stringValue());
    }

    @Test
    void theWaysInAndOutAreKept() {
        ann.with("X-Request-Id", "change-of-password")
                .patch(
                        "/api/auth/user",
                        Map.of(
                                "password",
                                "another fine password",
                                "current_password",
                                Api.PASSWORD))
                .expect(200);
        var again = in("another fine password");
        in("another fine password").post("/api/auth/logout").expect(204);
        again.post("/api/auth/logout?scope=global").expect(204);

        var events = kept(in("another fine password"), 6);
        assertThat(words(events))
                .containsExactly(
                        "session.sign_in succeeded",
                        "session.sign_out_everywhere succeeded",
                        "session.sign_out succeeded",
                        "session.sign_in succeeded",
                        "session.sign_in succeeded",
                        "password.change succeeded",
                        "account.register succeeded");
        var change = events.get(5);
        assertThat(change.path("request_id").stringValue()).isEqualTo("change-of-password");
        assertThat(change.path("client_address").stringValue()).isEqualTo("127.0.0.1");
        assertThat(change.path("access_token_id").isNull()).isTrue();
    }

    @Test
    void credentialsAndMoneyAreKept() {
        var key =
                Map.of(
                        "provider",
                        "openai",
                        "name",
                        "mine",
                        "api_key",
                        "planted-" + "a".repeat(24),
                        "check",
                        false);
        var id = ann.post("/api/keys", key).expect(201).json().path("id").stringValue();
        var request = Map.of("name", "ci", "scopes", List.of("keys:write", "keys:read"));
        var token = ann.post("/api/auth/tokens", request).expect(201).json();
        var machine = api.as(token.path("token").stringValue());
        machine.patch("/api/keys/" + id, Map.of("name", "renamed", "check", false)).expect(200);
        machine.get("/api/projects").expect(403);
        ann.delete("/api/keys/" + id).expect(204);
        ann.put("/api/budgets", Map.of("budgets", List.of())).expect(200);
        ann.delete("/api/auth/tokens/" + token.path("id").stringValue()).expect(204);

        var events = kept(ann, 7);
        assertThat(words(events))
                .startsWith(
                        "access_token.revoke succeeded",
                        "budget.change succeeded",
                        "provider_key.delete succeeded",
                        "access.check refused",
                        "provider_key.change succeeded",
                        "access_token.create succeeded",
                        "provider_key.add succeeded");
        assertThat(events.get(4).path("subject_id").stringValue()).isEqualTo(id);
        assertThat(events.get(4).path("access_token_id")).isEqualTo(token.path("id"));
        assertThat(events.toString()).doesNotContain("planted", email, "sk-samo");
    }

    @Test
    void whatIsForAdministratorsIsRefusedAndKept() {
        ann.get("/api/admin/metrics").expectProblem(403, "forbidden");
        ann.post("/api/admin/keys/rotate").expectProblem(403, "forbidden");
        assertThat(words(kept(ann, 3))).startsWith("access.check refused", "access.check refused");
    }

    @Test
    void aKeyThatItsProviderRefusesIsKept() {
        try (var provider = ReplayServer.start()) {
            provider.failAlways(Fault.UNAUTHORIZED);
            var key =
                    Map.of(
                            "provider", "openai",
                            "name", "mine",
                            "api_key", "refused-key",
                            "base_url", provider.baseUrl());
            ann.post("/api/keys", key).expect(201);
        }
        assertThat(words(kept(ann, 2)))
                .startsWith("provider_key.check refused", "provider_key.add succeeded");
    }

    @Test
    void aWrongPasswordIsKeptWithoutItsAddress() {
        var wrong = Map.of("email", email, "password", "not the password");
        api.post("/api/auth/login", wrong).expect(401);
        var unknown = Map.of("email", Api.newEmail(), "password", "not the password");
        api.with("X-Request-Id", "nobody-there").post("/api/auth/login", unknown).expect(401);

        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> count("where request_id = 'nobody-there'") == 1);
        assertThat(count("where request_id = 'nobody-there' and user_id is null")).isOne();
        assertThat(count("a where a::text like '%example.com%'")).isZero();
        assertThat(
                        count(
                                "where event = 'password.check' and address_hash is not null"
                                        + " and outcome = 'refused'"))
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        for (int index = 0; index < 4; index++) {
            ann.put("/api/budgets", Map.of("budgets", List.of())).expect(200);
        }
        kept(ann, 5);
        var seen = new HashSet<String>();
        String cursor = "";
        do {
            var page = ann.get(AUDIT + "?limit=2" + cursor).expect(200).json();
            page.path("data").forEach(event -> seen.add(event.path("id").stringValue()));
            var next = page.at("/pagination/next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.stringValue();
        } while (cursor != null);
        assertThat(seen).hasSize(5);
        ann.get(AUDIT + "?cursor=x").expectProblem(400, "invalid_cursor");
        ann.get(AUDIT + "?limit=0").expectProblem(400, "invalid_request");
        api.get(AUDIT).expectProblem(401, "unauthenticated");
    }

    @Test
    void nobodySeesAnothersEvents() {
        ann.put("/api/budgets", Map.of("budgets", List.of())).expect(200);
        kept(ann, 2);
        assertThat(words(kept(api.register(), 1))).containsExactly("account.register succeeded");
    }

    @Test
    void anAccountThatIsGoneLeavesItsEventsButNotWhereItCameFrom() {
        var user = id(ann);
        kept(ann, 1);
        ann.delete("/api/auth/user", Map.of("password", Api.PASSWORD)).expect(204);
        var own = " and user_id = '" + user + "'";
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> count("where event = 'account.delete'" + own) == 1);
        assertThat(count("where outcome = 'succeeded'" + own)).isEqualTo(2);
        assertThat(count("where num_nonnulls(client_address, address_hash) > 0" + own)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update public.audit_events set event = 'x.y' where user_id = '%s' returning 1",
                "update public.audit_events set outcome = 'refused' where user_id = '%s' returning 1",
                "update public.audit_events set client_address = '1.2.3.4' where user_id = '%s'"
                        + " returning 1",
                "delete from public.audit_events where user_id = '%s' returning 1",
                "truncate public.audit_events"
            })
    void nobodyChangesARow(String statement) {
        kept(ann, 1);
        var user = id(ann);
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        var change = statement.formatted(user);
        assertThatThrownBy(() -> sql.asUser(user, change)).hasMessageStartingWith("42501");
        assertThatThrownBy(() -> sql.asAnonymous(change)).hasMessageStartingWith("42501");
        assertThatThrownBy(() -> sql.asService(change)).hasMessageStartingWith("42501");
        assertThatThrownBy(() -> sql.asOwner(change)).hasMessageStartingWith("42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into public.audit_events (id, user_id, event, outcome, created_at)"
                        + " values (gen_random_uuid(), '%s', 'x.y', 'succeeded', now()) returning 1",
                "select public.audit_append('[]', 30) from (select '%s') x",
                "select address_hash from public.audit_events where user_id = '%s'"
            })
    void noUserWritesARowOrReadsAHash(String statement) {
        var user = id(ann);
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        assertThatThrownBy(() -> sql.asUser(user, statement.formatted(user)))
                .hasMessageStartingWith("42501");
    }

    @Test
    void rowsGoWhenTheirTimeIsOver() {
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        for (var days : List.of("400", "300")) {
            sql.asOwner(
                    "insert into public.audit_events (id, event, outcome, request_id, created_at)"
                            + " values (gen_random_uuid(), 'x.y', 'succeeded', ?,"
                            + " now() - make_interval(days => cast(? as int))) returning 1",
                    "days-old-" + days,
                    days);
        }
        // A sweep is made now and then.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    sql.asService("select public.audit_append('[]', 365)");
                    return count("where request_id = 'days-old-400'") == 0;
                });
        assertThat(count("where request_id = 'days-old-300'")).isOne();
    }

    @Test
    void theDatabaseTakesEveryWord() {
        assertThat(Arrays.stream(AuditEvent.values()).map(AuditEvent::word))
                .doesNotHaveDuplicates()
                .allMatch(word -> word.matches("[a-z_]{1,40}\\.[a-z_]{1,40}"));
    }

    private static UserId id(Api user) {
        var me = user.get("/api/auth/user").expect(200).json();
        return new UserId(UUID.fromString(me.path("id").stringValue()));
    }

    private Api in(String password) {
        var body = Map.of("email", email, "password", password);
        var session = api.post("/api/auth/login", body).expect(200).json();
        return api.as(session.path("access_token").stringValue());
    }

    /** The user's events once there are so many. */
    private static List<JsonNode> kept(Api user, int least) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(
                        () ->
                                user.get(AUDIT + "?limit=100")
                                        .expect(200)
                                        .json()
                                        .path("data")
                                        .valueStream()
                                        .toList(),
                        events -> events.size() >= least);
    }

    private static List<String> words(List<JsonNode> events) {
        return events.stream()
                .map(event ->
                        event.path("event").stringValue()
                                + " "
                                + event.path("outcome").stringValue())
                .toList();
    }

    private long count(String condition) {
        return new InstallationDatabase(environment)
                .count("select count(*) from public.audit_events " + condition);
    }
}
