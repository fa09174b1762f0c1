package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.json.StrictJson;
import com.samokoder.testing.Api;
import com.samokoder.testing.PlanReply;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceProcess;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestPostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * What {@code docs/performance.md} states of runs, measured with real processes and a model that
 * answers from a script. Not part of the build: {@code scripts/measure-runs.sh} runs it.
 */
class RunMeasurements {
    private static final JsonMapper JSON = StrictJson.mapper();
    private static final Duration CALL = Duration.ofSeconds(2);
    private static final AtomicInteger APPS = new AtomicInteger();
    private static final Pattern STAMP = Pattern.compile("t=(\\d{13}) ");

    /** Four tasks at once and four that wait for one each: eight calls after each other. */
    @Test
    void wallTimeOfAPlanWithParallelTasks() {
        var reply = new PlanReply(CALL);
        for (var pair : List.of("ab", "cd", "ef", "gh")) {
            reply.task(pair.substring(0, 1)).task(pair.substring(1), pair.substring(0, 1));
        }
        try (var provider = ReplayServer.start().replyAlways(reply);
                var service = start(properties(4))) {
            var user = signIn(service, provider);
            var warmUp = start(user, "app-warm");
            user.await(warmUp, now -> now.path("status").asString().equals("completed"));
            var run = start(user, "app-timed");
            var ended = user.await(run, now -> now.path("status").asString().equals("completed"));

            var wall = Duration.between(at(ended, "started_at"), at(ended, "finished_at"));
            double path = 8 * CALL.toMillis();
            System.out.printf(
                    "plan of 8 tasks, 2 s a call: %d ms, longest path %.0f ms, ratio %.3f%n",
                    wall.toMillis(), path, wall.toMillis() / path);
        }
    }

    @Test
    void overheadPerStepWithFiftyRunsAtOnce() {
        var reply = new PlanReply(CALL).varied().inCode().task("a").task("b", "a");
        try (var provider = ReplayServer.start().replyAlways(reply);
                var service = start(properties(50))) {
            awaitAll(startMany(service, provider, 50));
            var runs = startMany(service, provider, 50);
            awaitAll(runs);

            var allThere =
                    runs.entrySet().stream()
                            .map(run -> at(run.getValue().run(run.getKey()), "started_at"))
                            .max(Instant::compareTo)
                            .orElseThrow();
            var overheads = new ArrayList<Double>();
            runs.forEach((run, user) -> overheads.addAll(overheads(user, run, reply, allThere)));
            print("overhead per step beside the model, 50 runs at once (ms)", overheads);
        }
    }

    /**
     * From one commit to the next, less what the model took: nothing in between is left out. Only
     * while all of the runs are under way.
     */
    private static List<Double> overheads(
            RunFixture user, String run, PlanReply reply, Instant from) {
        var app = user.api().get("/api/projects/" + user.run(run).path("project_id").asString());
        var name = app.expect(200).json().path("name").asString();
        var log = user.log(run);
        var overheads = new ArrayList<Double>();
        Instant last = null;
        for (var event : log) {
            var type = event.path("type").asString();
            if (type.equals("step.completed")) {
                var now = at(event, "at");
                var micros = reply.micros().get(name + " " + call(event.path("step").asString()));
                if (last != null && last.isAfter(from)) {
                    var took = Duration.between(last, now).toNanos() / 1_000.0;
                    overheads.add((took - (micros == null ? 0 : micros)) / 1_000);
                }
                last = now;
            }
        }
        return overheads;
    }

    private static String call(String step) {
        var parts = step.split(":");
        return switch (parts[0]) {
            case "specification" -> "analyst";
            case "architecture" -> "architect";
            case "plan" -> "lead";
            case "develop" -> "developer " + parts[1];
            case "review" -> "reviewer " + parts[1];
            case "documentation" -> "writer";
            default -> "nobody";
        };
    }

    @Test
    void delayFromAModelsTokenToAReaderOnAnotherReplica() throws IOException {
        var reply = new PlanReply(CALL).task("a").stamped(100);
        var properties = properties(4);
        var reading = new LinkedHashMap<>(properties);
        reading.put("samokoder.runs.worker", false);
        try (var provider = ReplayServer.start().replyAlways(reply);
                var working = start(properties);
                var other = start(reading)) {
            var user = signIn(working, provider);
            var delays = new ArrayList<Double>();
            for (int round = 0; round < 3; round++) {
                var run = start(user, "app-stamps-" + round);
                var path = "/api/runs/" + run + "/events";
                var request = user.api().at(other.base()).request("GET", path, null);
                try (var response = Api.client().newCall(request).execute()) {
                    readDelays(new BufferedReader(response.body().charStream()), delays);
                }
            }
            assertThat(delays).hasSize(300);
            print("delay from the model's token to a reader on another replica (ms)", delays);
        }
    }

    private static void readDelays(BufferedReader stream, List<Double> delays) throws IOException {
        for (var line = stream.readLine(); line != null; line = stream.readLine()) {
            var stamps = STAMP.matcher(line);
            while (stamps.find()) {
                var sent = Long.parseLong(stamps.group(1));
                delays.add((double) (System.currentTimeMillis() - sent));
            }
        }
    }

    @Test
    void twoHundredRunsAtOnceInOneProcess() throws IOException {
        var reply = new PlanReply(Duration.ofSeconds(5)).task("a").task("b", "a");
        try (var provider = ReplayServer.start().replyAlways(reply);
                var service = start(properties(200))) {
            var began = System.nanoTime();
            var runs = startMany(service, provider, 200);
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> reply.underWay() >= 190);
            awaitAll(runs);

            var peak =
                    Files.readAllLines(Path.of("/proc/" + service.pid() + "/status")).stream()
                            .filter(line -> line.startsWith("VmHWM"))
                            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024)
                            .findFirst()
                            .orElseThrow();
            System.out.printf(
                    "200 runs at once in one process: all completed after %d s, peak memory %d MB%n",
                    Duration.ofNanos(System.nanoTime() - began).toSeconds(), peak);
            assertThat(Files.readString(service.log())).doesNotContain("OutOfMemory");
        }
    }

    private static Map<String, RunFixture> startMany(
            ServiceProcess service, ReplayServer provider, int count) {
        var runs = new LinkedHashMap<String, RunFixture>();
        RunFixture user = null;
        for (int run = 0; run < count; run++) {
            user = user == null || run % 10 == 0 ? signIn(service, provider) : user;
            runs.put(start(user, "app-" + APPS.incrementAndGet()), user);
        }
        return runs;
    }

    private static void awaitAll(Map<String, RunFixture> runs) {
        runs.forEach((run, user) ->
                Awaitility.await("run " + run)
                        .atMost(Duration.ofMinutes(5))
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofSeconds(1))
                        .until(() -> user.run(run).path("status").asString().equals("completed")));
    }

    private static String start(RunFixture user, String name) {
        var settings = Map.of("provider", "openai", "model", "gpt-test");
        return user.generate(user.project(name, "Notes", settings));
    }

    private static Instant at(JsonNode node, String field) {
        return Instant.parse(node.path(field).asString());
    }

    private static void print(String what, List<Double> values) {
        var sorted = values.stream().sorted().toList();
        System.out.printf(
                "%s: n %d, p50 %.0f, p95 %.0f, p99 %.0f, max %.0f%n",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 95 / 100),
                sorted.get(sorted.size() * 99 / 100),
                sorted.getLast());
    }

    private static RunFixture signIn(ServiceProcess service, ReplayServer provider) {
        var api = new Api(service.base(), JSON);
        var account = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var session = api.post("/api/auth/register", account).expect(201).json();
        var token = session.at("/session/access_token").stringValue();
        var user = new RunFixture(api.as(token), JSON);
        user.connect(provider);
        return user;
    }

    /** With the options that the image has. */
    private static ServiceProcess start(Map<String, Object> properties) {
        return ServiceProcess.start(
                properties,
                List.of(
                        "-XX:MaxRAM=512m",
                        "-XX:MaxRAMPercentage=50",
                        "-XX:+UseSerialGC",
                        "-XX:NewRatio=6",
                        "-XX:+UseCompactObjectHeaders",
                        "-XX:ReservedCodeCacheSize=64m",
                        "-XX:TrimNativeHeapInterval=5000"));
    }

    private static Map<String, Object> properties(int atOnce) {
        var properties =
                new LinkedHashMap<>(TestInstallation.properties(TestPostgres.newDatabase()));
        properties.put("samokoder.runs.concurrency", atOnce);
        properties.put("samokoder.runs.user-cap", atOnce);
        return properties;
    }
}
