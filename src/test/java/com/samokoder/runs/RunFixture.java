package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;

import org.awaitility.Awaitility;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** One user with runs, through HTTP alone. */
final class RunFixture {
    static final Set<String> OVER = Set.of("completed", "failed", "cancelled", "paused");

    private final Api api;
    private final JsonMapper json;

    RunFixture(Api signedIn, JsonMapper json) {
        this.api = signedIn;
        this.json = json;
    }

    Api api() {
        return api;
    }

    String demoProject() {
        return project("A landing page for a bakery in plain HTML", Map.of("provider", "demo"));
    }

    String project(String description, Map<String, ?> aiConfig) {
        return project("Shop", description, aiConfig);
    }

    /** Adds a key that leads to the stand-in for a provider. */
    void connect(ReplayServer provider) {
        var key =
                Map.of(
                        "provider",
                        "openai",
                        "name",
                        "stand-in",
                        "api_key",
                        "test-" + "k".repeat(24),
                        "base_url",
                        provider.baseUrl(),
                        "check",
                        false);
        api.post("/api/keys", key).expect(201);
    }

    String project(String name, String description, Map<String, ?> aiConfig) {
        var body = Map.of("name", name, "description", description, "ai_config", aiConfig);
        return api.post("/api/projects", body).expect(201).json().path("id").stringValue();
    }

    String generate(String project) {
        return generate(project, Map.of());
    }

    String generate(String project, Map<String, ?> body) {
        var answer = api.post("/api/projects/" + project + "/generate", body).expect(202);
        var run = answer.json().path("id").stringValue();
        assertThat(answer.header("Location")).isEqualTo("/api/runs/" + run);
        return run;
    }

    JsonNode run(String run) {
        return api.get("/api/runs/" + run).expect(200).json();
    }

    JsonNode awaitEnd(String run) {
        return await(run, now -> OVER.contains(now.path("status").stringValue()));
    }

    JsonNode await(String run, Predicate<JsonNode> reached) {
        return Awaitility.await("run " + run)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> run(run), reached);
    }

    /** Waits through times in which the service cannot answer. */
    JsonNode awaitCompleted(String run) {
        Awaitility.await("run " + run)
                .atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() ->
                        assertThat(run(run).path("status").stringValue()).isEqualTo("completed"));
        return run(run);
    }

    JsonNode awaitFinishedSteps(String run, int steps) {
        return await(run, now -> now.path("usage").path("steps").intValue() >= steps);
    }

    /** The whole log by pages of JSON. */
    List<JsonNode> log(String run) {
        var events = new ArrayList<JsonNode>();
        var reader = api.with("Accept", "application/json");
        var path = "/api/runs/" + run + "/events?limit=50";
        var cursor = "";
        while (cursor != null) {
            var page = reader.get(path + cursor).expect(200).json();
            page.path("data").forEach(events::add);
            var next = page.path("pagination").path("next_cursor");
            cursor = next.isNull() ? null : "&cursor=" + next.stringValue();
        }
        return events;
    }

    /** What a stream sends from after an event to its end. */
    List<JsonNode> stream(String run, long after) throws IOException {
        var request =
                api.with("Accept", "text/event-stream")
                        .with("Last-Event-ID", Long.toString(after))
                        .request("GET", "/api/runs/" + run + "/events", null);
        try (var response = Api.client().newCall(request).execute()) {
            if (response.code() == 204) {
                return List.of();
            }
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Content-Type")).startsWith("text/event-stream");
            assertThat(response.header("X-Accel-Buffering")).isEqualTo("no");
            return read(new BufferedReader(response.body().charStream()));
        }
    }

    List<JsonNode> read(BufferedReader stream) throws IOException {
        var events = new ArrayList<JsonNode>();
        var id = "";
        for (var line = stream.readLine(); line != null; line = stream.readLine()) {
            if (line.startsWith("id: ")) {
                id = line.substring(4);
            } else if (line.startsWith("data: ")) {
                var event = json.readTree(line.substring(6));
                assertThat(event.path("seq").asString()).isEqualTo(id);
                events.add(event);
            }
        }
        return events;
    }

    static List<Long> seqs(List<JsonNode> events) {
        return events.stream().map(event -> event.path("seq").longValue()).toList();
    }

    static List<String> types(List<JsonNode> events) {
        return events.stream().map(event -> event.path("type").stringValue()).toList();
    }

    static void assertGapless(List<JsonNode> log) {
        for (int place = 0; place < log.size(); place++) {
            assertThat(log.get(place).path("seq").longValue()).isEqualTo(place + 1L);
        }
    }

    /** Every finished step is there once, and each version belongs to exactly one of them. */
    void assertEachStepOnce(String run) {
        var log = log(run);
        assertGapless(log);
        var completed =
                log.stream()
                        .filter(event -> event.path("type").stringValue().equals("step.completed"))
                        .toList();
        assertThat(completed)
                .extracting(event -> event.path("step").stringValue())
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(
                        run(run).path("steps")
                                .valueStream()
                                .map(step -> step.path("id").stringValue())
                                .toList());
        var versions =
                completed.stream()
                        .map(event -> event.path("data").path("version"))
                        .filter(JsonNode::isNumber)
                        .map(JsonNode::intValue)
                        .toList();
        for (int place = 0; place < versions.size(); place++) {
            assertThat(versions.get(place)).isEqualTo(place + 1);
        }
        assertThat(versions).isNotEmpty();
    }
}
