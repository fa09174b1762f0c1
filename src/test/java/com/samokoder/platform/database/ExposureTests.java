package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.testing.Api;
import com.samokoder.testing.SupabaseServiceTest;
import com.samokoder.testing.TestPostgres;
import com.samokoder.testing.TestSql;
import com.samokoder.testing.TestSql.Refused;
import com.samokoder.testing.supabase.SupabaseInstallation;
import com.samokoder.testing.supabase.SupabaseStandIn;

import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What somebody reaches past the service who holds the project's public key and a token of his own,
 * on a project that opens everything by default: nothing of anybody else, and nothing of his own
 * that the service decides.
 */
@SupabaseServiceTest
class ExposureTests {
    private static final String MARK = "victims-own-words";

    private static String url;
    private static TestSql sql;
    private static UserId victim;
    private static UserId attacker;
    private static UserId stranger;
    private static String token;
    private static Map<String, UUID> things;

    @Autowired Api api;
    @Autowired Environment environment;
    @Autowired SupabaseStandIn project;

    /** Once for all: a user who has one of everything, and one who has nothing. */
    @BeforeEach
    void fill() {
        if (url != null) {
            return;
        }
        url = environment.getRequiredProperty(SupabaseInstallation.DATABASE);
        sql = new TestSql(url);
        var user = api.register();
        victim = id(user);
        token = signUp();
        attacker = id(api.as(token));
        stranger = sql.newUser();
        things = new LinkedHashMap<>();
        var project =
                made(
                        user,
                        "/api/projects",
                        Map.of(
                                "name", MARK,
                                "description", MARK,
                                "ai_config", Map.of("provider", "demo")));
        things.put("project", project);
        things.put("key", made(user, "/api/keys", key()));
        things.put("token", made(user, "/api/auth/tokens", token()));
        user.patch("/api/auth/user", Map.of("full_name", MARK)).expect(200);
        var path = "/api/projects/" + project + "/generate";
        var run = user.post(path, Map.of()).expect(202).json().path("id").stringValue();
        things.put("run", UUID.fromString(run));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> status(user, run).equals("completed"));
    }

    @Test
    void aStrangerSeesNoRowOfAnyTableOrView() throws SQLException {
        var seen = new TreeSet<String>();
        for (var relation : relations()) {
            var count = "select count(*) from public." + relation;
            assertThat(countOrNone(() -> sql.asUser(stranger, count))).as(relation).isNotPositive();
            assertThat(countOrNone(() -> sql.asAnonymous(count))).as(relation).isNegative();
            if (countOrNone(() -> sql.asUser(victim, count)) > 0) {
                seen.add(relation);
            }
        }
        assertThat(seen).contains("projects", "runs", "run_events", "versions", "profiles");
    }

    @Test
    void noFunctionTellsOrChangesAnothersThings() throws SQLException {
        var before = fingerprint();
        var called = 0;
        for (var function : functions()) {
            for (var thing : things.values()) {
                var answer = callAsAttacker(function, thing);
                assertThat(answer).as(function.name()).doesNotContain(MARK, victim.toString());
                called++;
            }
        }
        assertThat(called).isGreaterThan(20);
        assertThat(fingerprint()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update public.profiles set is_admin = true returning 1",
                "update public.projects set status = 'completed' returning 1",
                "update public.projects set file_count = 0 returning 1",
                "update public.runs set status = 'queued' returning 1",
                "update public.runs set cost_usd = 0 returning 1",
                "delete from public.runs returning 1",
                "delete from public.usage_records returning 1",
                "update public.usage_records set cost_usd = 0 returning 1",
                "delete from public.budgets returning 1",
                "update public.budgets set spent_usd = 0 returning 1",
                "select ciphertext from public.provider_keys",
                "update public.provider_keys set status = 'valid' returning 1",
                "select secret_hash from public.access_tokens",
                "delete from public.run_events returning 1",
                "delete from public.rate_limits returning 1",
                "delete from public.audit_events returning 1",
                "update public.audit_events set outcome = 'refused' returning 1",
                "select count(*) from public.production_metrics",
                "select public.projects_metrics()",
                "select count(*) from samo_meta.flyway_schema_history",
                "select count(*) from auth.users",
                "create table public.mine (id integer)"
            })
    void noUserDecidesWhatTheServiceDecides(String statement) {
        assertThatThrownBy(() -> sql.asUser(victim, statement))
                .isInstanceOf(Refused.class)
                .hasMessageMatching("(?s)(42501|42P01|42703|428C9).*");
        assertThatThrownBy(() -> sql.asAnonymous(statement)).isInstanceOf(Refused.class);
    }

    @Test
    void onlyTheServiceNamesAnActingUser() {
        var forged =
                "with header as materialized (select set_config('request.headers',"
                        + " '{\"x-samokoder-acting-user\":\""
                        + victim
                        + "\"}', true))"
                        + " select samo.acting_user() from header";
        assertThat(sql.asUser(attacker, forged)).isEqualTo(attacker.toString());
        assertThat(sql.asAnonymous(forged)).isNull();
        assertThat(sql.asService(forged)).isEqualTo(victim.toString());
    }

    @Test
    void theMonitoringViewIsTheServicesAlone() {
        assertThat(sql.asService("select total_projects from public.production_metrics"))
                .isNotEqualTo("0");
    }

    @Test
    void overHttpThePublicKeyOpensNoMore() throws IOException {
        for (var function : List.of("samo_ping", "samo_schema", "projects_metrics")) {
            assertThat(call(function, token)).as(function).startsWith("403");
            assertThat(call(function, null)).as(function).matches("(?s)40[13] .*");
        }
        assertThat(call("auth_find_profile", token)).startsWith("200").doesNotContain(MARK);
        assertThat(call("auth_find_profile", null)).matches("(?s)40[13] .*");
    }

    /** With the public key, a token of his own or none, and the victim named where it may count. */
    private String call(String function, String bearer) throws IOException {
        var request =
                new Request.Builder()
                        .url(project.url() + "/rest/v1/rpc/" + function)
                        .header("apikey", project.keys().publishableKey())
                        .header("x-samokoder-acting-user", victim.toString())
                        .post(RequestBody.create("{}", MediaType.get("application/json")));
        if (bearer != null) {
            request.header("Authorization", "Bearer " + bearer);
        }
        try (var response = Api.client().newCall(request.build()).execute()) {
            return response.code() + " " + response.body().string();
        }
    }

    private String signUp() {
        var request = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var body = api.post("/api/auth/register", request).expect(201).json();
        return body.at("/session/access_token").stringValue();
    }

    private static String status(Api user, String run) {
        return user.get("/api/runs/" + run).json().path("status").stringValue();
    }

    private static String callAsAttacker(Function function, UUID thing) {
        var arguments = new ArrayList<String>();
        for (var type : function.types()) {
            arguments.add(type.equals("uuid") ? "'" + thing + "'::uuid" : "null::" + type);
        }
        var call = "select public." + function.name() + "(" + String.join(", ", arguments) + ")";
        try {
            return String.valueOf(sql.asUser(attacker, call));
        } catch (Refused refused) {
            return refused.getMessage();
        }
    }

    private record Function(String name, List<String> types) {}

    /** Those that users may call. */
    private static List<Function> functions() throws SQLException {
        var functions = new ArrayList<Function>();
        for (var row :
                rows(
                        """
                        select p.proname || ':' || coalesce((
                            select string_agg(format_type(t, null), ',' order by n)
                            from unnest(p.proargtypes) with ordinality a (t, n)), '')
                        from pg_proc p
                        where p.pronamespace = 'public'::regnamespace
                            and has_function_privilege('authenticated', p.oid, 'execute')
                        """)) {
            var parts = row.split(":", -1);
            var types = parts[1].isEmpty() ? List.<String>of() : List.of(parts[1].split(","));
            functions.add(new Function(parts[0], types));
        }
        return functions;
    }

    /** Of every row in every table that names the victim. */
    private static Map<String, String> fingerprint() throws SQLException {
        var prints = new LinkedHashMap<String, String>();
        for (var table :
                rows(
                        """
                        select c.relname from pg_class c
                        join pg_attribute a on a.attrelid = c.oid and a.attname = 'user_id'
                        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
                        """)) {
            var print =
                    "select md5(coalesce(string_agg(t::text, ',' order by t::text), ''))"
                            + " from public."
                            + table
                            + " t where user_id = '"
                            + victim
                            + "'";
            prints.put(table, rows(print).getFirst());
        }
        return prints;
    }

    private static List<String> relations() throws SQLException {
        return rows(
                "select relname from pg_class where relnamespace = 'public'::regnamespace"
                        + " and relkind in ('r', 'p', 'v', 'm')");
    }

    private static List<String> rows(String query) throws SQLException {
        var rows = new ArrayList<String>();
        try (var connection = TestPostgres.owner(url);
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        }
        return rows;
    }

    /** Zero where the caller may look and sees nothing, less where he may not look. */
    private static long countOrNone(java.util.function.Supplier<String> count) {
        try {
            return Long.parseLong(count.get());
        } catch (Refused refused) {
            return -1;
        }
    }

    private static Map<String, ?> key() {
        return Map.of(
                "provider",
                "openai",
                "name",
                MARK,
                "api_key",
                "sk-" + "unused".repeat(8),
                "check",
                false);
    }

    private static Map<String, ?> token() {
        return Map.of("name", MARK, "scopes", List.of("git"));
    }

    private static UUID made(Api user, String path, Map<String, ?> body) {
        return UUID.fromString(user.post(path, body).expect(201).json().path("id").stringValue());
    }

    private static UserId id(Api user) {
        var me = user.get("/api/auth/user").expect(200).json();
        return new UserId(UUID.fromString(me.path("id").stringValue()));
    }
}
