package com.samokoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.json.StrictJson;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.CrewReply;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.SentryServer;
import com.samokoder.testing.ServiceProcess;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestPostgres;
import com.samokoder.testing.TraceCollector;

import io.opentelemetry.proto.trace.v1.Span;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipInputStream;

/**
 * A user's provider key goes in, is used, is refused by providers that repeat it in their answers,
 * and must not come out anywhere: answers, events, versions, exports, log lines, the database, what
 * is sent to Sentry.
 */
@Execution(ExecutionMode.CONCURRENT)
class PlantedKeyTests {
    private static final JsonMapper JSON = StrictJson.mapper();

    /** No known vendor's form, so that no pattern of the redactor helps. */
    private static final String CORE = "Vq3nH8" + "wZr5tLc0Yx7B";

    private static final String KEY = "planted" + CORE + "tail";
    private static final Set<String> OVER = Set.of("completed", "failed", "cancelled", "paused");

    private final List<String> answers = new ArrayList<>();

    @Test
    void aPlantedKeyIsFoundNowhere() throws Exception {
        var url = TestPostgres.newDatabase();
        try (var provider = ReplayServer.start();
                var sentry = SentryServer.start();
                var traces = TraceCollector.start();
                var service = ServiceProcess.start(properties(url, sentry, traces))) {
            var api = new Api(service.base(), JSON).register();
            var key = useTheKey(api, provider);
            misuseTheKey(api, provider, key);
            breakTheDatabase(api, url);
            Awaitility.await().until(() -> !sentry.envelopes().isEmpty());
            service.stop();

            assertThat(provider.requests())
                    .as("the provider was called with the key")
                    .anySatisfy(request ->
                            assertThat(request.headers().get("Authorization")).contains(KEY));
            assertThat(answers)
                    .as("what clients saw")
                    .anyMatch(text -> text.contains(CrewReply.GREETING));
            assertAbsent("answers", answers);
            assertAbsent("log", Files.readAllLines(service.log()));
            assertAbsent("Sentry", sentry.envelopes());
            assertThat(traces.spans())
                    .as("what was traced")
                    .extracting(Span::getName)
                    .contains("POST /api/keys", "step developer", "chat crew");
            assertThat(spans(traces, "chat crew"))
                    .as("calls of models are parts of steps")
                    .anyMatch(call -> isPartOf(call, spans(traces, "step developer")));
            assertAbsent("traces", traces.texts());
            assertAbsent("database", dump(url));
        }
    }

    private static List<Span> spans(TraceCollector traces, String name) {
        return traces.spans().stream().filter(span -> span.getName().equals(name)).toList();
    }

    private static boolean isPartOf(Span span, List<Span> wholes) {
        return wholes.stream().anyMatch(whole -> whole.getSpanId().equals(span.getParentSpanId()));
    }

    private static Map<String, Object> properties(
            String url, SentryServer sentry, TraceCollector traces) {
        var properties = new LinkedHashMap<>(TestInstallation.properties(url));
        properties.put("sentry.dsn", sentry.dsn());
        properties.put("samokoder.tracing.endpoint", traces.endpoint());
        properties.put("samokoder.tracing.ratio", "1");
        properties.put("logging.level.root", "debug");
        return properties;
    }

    /** A project from the description to the export, all on the planted key. */
    private String useTheKey(Api api, ReplayServer provider) throws IOException {
        provider.replyAlways(new CrewReply());
        var key = key(api, provider, KEY).expect(201).json();
        assertThat(key.path("last_four").stringValue()).isEqualTo("tail");
        var id = key.path("id").stringValue();
        see(api.post("/api/keys/" + id + "/check").expect(200));
        see(api.get("/api/keys").expect(200));
        var project = project(api, id);
        assertThat(run(api, project).path("status").stringValue()).isEqualTo("completed");
        see(api.get("/api/projects/" + project + "/files/index.html").expect(200));
        see(api.get("/api/projects/" + project + "/versions").expect(200));
        see(api.get("/api/usage?group_by=key").expect(200));
        answers.addAll(unzip(api.get("/api/projects/" + project + "/export").expect(200).body()));
        return id;
    }

    /** Providers that repeat the key in every failure, and requests that carry it wrongly. */
    private void misuseTheKey(Api api, ReplayServer provider, String id) {
        var project = project(api, id);
        for (int status : List.of(400, 401, 403, 404, 429, 500)) {
            provider.replyAlways(echo(status));
            run(api, project);
            see(api.post("/api/keys/" + id + "/check"));
            see(api.get("/api/keys/" + id));
        }
        provider.replyAlways(Reply.stream("data: {\"error\":{\"message\":\"" + KEY + "\"}}\n\n"));
        run(api, project);
        key(api, provider, KEY + "\n").expectProblem(400, "invalid_request");
        key(api, provider, KEY + "é").expectProblem(400, "invalid_request");
        for (var body :
                List.of(
                        "{\"provider\":\"openai\",\"name\":\"n\",\"api_key\":[\"" + KEY + "\"]}",
                        "{\"provider\":\"openai\",\"name\":\"n\",\"api_key\":\"" + KEY,
                        "{\"provider\":\"openai\",\"name\":7,\"api_key\":{\"a\":\"" + KEY + "\"}}",
                        "{\"provider\":\"nobody\",\"name\":\"n\",\"api_key\":\"" + KEY + "\"}",
                        "{\"provider\":\"openai\",\"name\":\"n\",\"apiKey\":\"" + KEY + "\"}")) {
            see(api.postRaw("/api/keys", body).expectProblem(400, "invalid_request"));
        }
    }

    /** An error of our own in the call that holds the key, which goes to the log and to Sentry. */
    private void breakTheDatabase(Api api, String url) throws SQLException {
        try (var owner = TestPostgres.owner(url);
                var statement = owner.createStatement()) {
            statement.execute(
                    """
                    do $$ declare f record; begin
                        for f in select oid::regprocedure as name from pg_proc
                                where proname = 'keys_add' loop
                            execute 'drop function ' || f.name;
                        end loop;
                    end $$\
                    """);
        }
        var body = Map.of("provider", "openai", "name", "n", "api_key", KEY, "check", false);
        see(api.post("/api/keys", body).expectProblem(500, "internal"));
    }

    private Answer key(Api api, ReplayServer provider, String key) {
        var body =
                Map.of(
                        "provider",
                        "custom",
                        "name",
                        "planted",
                        "api_key",
                        key,
                        "base_url",
                        provider.baseUrl());
        return see(api.post("/api/keys", body));
    }

    private String project(Api api, String key) {
        var config = Map.of("provider", "custom", "key_id", key, "model", "crew");
        var body = Map.of("name", "Page", "description", "A page", "ai_config", config);
        return see(api.post("/api/projects", body).expect(201)).json().path("id").stringValue();
    }

    private JsonNode run(Api api, String project) {
        var started = see(api.post("/api/projects/" + project + "/generate", Map.of()));
        var run = "/api/runs/" + started.expect(202).json().path("id").stringValue();
        var ended =
                Awaitility.await(run)
                        .atMost(Duration.ofSeconds(60))
                        .pollInterval(Duration.ofMillis(50))
                        .until(
                                () -> see(api.get(run).expect(200)).json(),
                                now -> OVER.contains(now.path("status").stringValue()));
        see(api.with("Accept", "application/json").get(run + "/events?limit=100").expect(200));
        if (ended.path("status").stringValue().equals("paused")) {
            see(api.post(run + "/cancel"));
        }
        return ended;
    }

    private Answer see(Answer answer) {
        answers.add(answer.headers() + answer.text());
        return answer;
    }

    private static Reply echo(int status) {
        var body = "{\"error\":{\"message\":\"Incorrect API key provided: " + KEY + "\"}}";
        return Reply.of(
                status,
                "application/json",
                body.getBytes(StandardCharsets.UTF_8),
                Map.of("X-Echo", KEY, "x-should-retry", "false"));
    }

    private static List<String> unzip(byte[] archive) throws IOException {
        var texts = new ArrayList<String>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                texts.add(entry.getName() + new String(zip.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return texts;
    }

    /** Every row of every table. */
    private static List<String> dump(String url) throws SQLException {
        var rows = new ArrayList<String>();
        try (var owner = TestPostgres.owner(url);
                var statement = owner.createStatement()) {
            var tables = new ArrayList<String>();
            try (var names =
                    statement.executeQuery(
                            """
                            select format('%I.%I', schemaname, tablename) from pg_tables
                            where schemaname not in ('pg_catalog', 'information_schema')\
                            """)) {
                while (names.next()) {
                    tables.add(names.getString(1));
                }
            }
            for (var table : tables) {
                try (var found = statement.executeQuery("select t::text from " + table + " t")) {
                    while (found.next()) {
                        rows.add(table + found.getString(1));
                    }
                }
            }
        }
        assertThat(rows).anyMatch(row -> row.startsWith("public.provider_keys"));
        return rows;
    }

    private static void assertAbsent(String place, List<String> texts) {
        assertThat(texts).as(place).isNotEmpty();
        var bytes = CORE.getBytes(StandardCharsets.UTF_8);
        var base64 = Base64.getEncoder().withoutPadding();
        var forms =
                List.of(
                        CORE,
                        HexFormat.of().formatHex(bytes),
                        base64.encodeToString(bytes).substring(0, 20),
                        base64.encodeToString(KEY.getBytes(StandardCharsets.UTF_8))
                                .substring(0, 24));
        for (var text : texts) {
            for (var form : forms) {
                int at = text.indexOf(form);
                assertThat(at)
                        .as(
                                "%s: %s",
                                place, at < 0 ? "" : text.substring(Math.max(0, at - 200), at))
                        .isNegative();
            }
        }
    }
}
