package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.StorageLimits;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

@Execution(ExecutionMode.CONCURRENT)
@ServiceTest
class RunApiTests {
    private static final String NOBODYS = "00000000-0000-7000-8000-000000000000";

    @Autowired Api api;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    @Test
    void aDescriptionBecomesAProjectWithAVersionPerStep() {
        var user = newUser();
        var project = user.demoProject();
        var run = user.generate(project);

        var ended = user.awaitEnd(run);

        assertThat(ended.path("status").stringValue()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("progress").intValue()).isEqualTo(100);
        assertThat(ended.path("error").isNull()).isTrue();
        assertThat(ended.path("usage").path("output_tokens").longValue()).isPositive();
        user.assertEachStepOnce(run);
        var types = RunFixture.types(user.log(run));
        assertThat(types).startsWith("run.queued", "run.started", "step.started");
        assertThat(types).endsWith("run.completed");
        assertThat(types).contains("agent.delta", "file.started", "file.delta", "file.written");
        var shown = user.api().get("/api/projects/" + project).expect(200).json();
        assertThat(shown.path("status").stringValue()).isEqualTo("completed");
        assertThat(shown.path("generation_progress").intValue()).isEqualTo(100);
        assertThat(shown.path("current_agent").isNull()).isTrue();
        assertThat(shown.path("generation_time_seconds").isNumber()).isTrue();
    }

    @Test
    void aStreamThatComesBackGetsExactlyWhatItMissed() throws Exception {
        var user = newUser();
        var run = user.generate(user.demoProject());
        user.awaitEnd(run);
        var log = user.log(run);

        for (int seen = 0; seen <= log.size(); seen++) {
            assertThat(user.stream(run, seen)).isEqualTo(log.subList(seen, log.size()));
        }
    }

    @Test
    void aStreamFollowsARunToItsEnd() throws Exception {
        var user = newUser();
        var project = user.demoProject();
        var request =
                user.api()
                        .with("Accept", "text/event-stream")
                        .request(
                                "POST",
                                "/api/projects/" + project + "/generate",
                                RequestBody.create("{}", MediaType.get("application/json")));
        List<JsonNode> events;
        String location;
        try (var response = Api.client().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
            location = response.header("Location");
            events = user.read(new BufferedReader(response.body().charStream()));
        }

        RunFixture.assertGapless(events);
        assertThat(RunFixture.types(events)).startsWith("run.queued").endsWith("run.completed");
        assertThat(location)
                .isEqualTo("/api/runs/" + events.getFirst().path("run_id").stringValue());
    }

    @Test
    void aReaderThatGoesAwayDoesNotCancelTheRun() throws Exception {
        var user = newUser();
        var project = user.demoProject();
        var request =
                user.api()
                        .with("Accept", "text/event-stream")
                        .request(
                                "POST",
                                "/api/projects/" + project + "/generate",
                                RequestBody.create("{}", MediaType.get("application/json")));
        String location;
        try (var response = Api.client().newCall(request).execute()) {
            location = response.header("Location");
            assertThat(new BufferedReader(response.body().charStream()).readLine()).isNotNull();
        }

        var ended = user.awaitEnd(location.substring("/api/runs/".length()));
        assertThat(ended.path("status").stringValue()).isEqualTo("completed");
    }

    @Test
    void aRunPausesAtItsLimitAndGoesOnWithAnother() {
        var user = newUser();
        var run = user.generate(user.demoProject(), Map.of("limits", Map.of("steps", 2)));

        var paused = user.awaitEnd(run);
        assertThat(paused.path("status").stringValue()).isEqualTo("paused");
        assertThat(paused.path("pause_reason").stringValue()).isEqualTo("budget");
        assertThat(paused.path("usage").path("steps").intValue()).isEqualTo(2);

        user.api()
                .post("/api/runs/" + run + "/resume", Map.of("limits", Map.of("steps", 500)))
                .expect(202);
        var ended = user.awaitCompleted(run);
        assertThat(ended.path("limits").path("steps").intValue()).isEqualTo(500);
        user.assertEachStepOnce(run);
        assertThat(RunFixture.types(user.log(run))).contains("run.paused", "run.resumed");
    }

    @Test
    void aRunPausesWhereItsFilesDoNotFitAndGoesOnWhenThereIsRoom() {
        var user = newUser();
        var project = user.demoProject();
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        var query = "select user_id from public.projects where id = cast(? as uuid)";
        var owner = new UserId(UUID.fromString(sql.asOwner(query, project)));
        StorageLimits.leave(sql, owner, 10);
        var run = user.generate(project);

        var paused = user.awaitEnd(run);
        assertThat(paused.path("status").stringValue()).isEqualTo("paused");
        assertThat(paused.path("pause_reason").stringValue()).isEqualTo("storage");
        assertThat(paused.path("error").path("code").stringValue()).isEqualTo("storage_exceeded");

        StorageLimits.leave(sql, owner, 1 << 20);
        user.api().post("/api/runs/" + run + "/resume", Map.of()).expect(202);
        user.awaitCompleted(run);
        user.assertEachStepOnce(run);
    }

    @Test
    void runsAreListedNewestFirst() {
        var user = newUser();
        var project = user.demoProject();
        var first = user.generate(project);
        user.api().post("/api/runs/" + first + "/cancel").expect(200);
        user.awaitEnd(first);
        var second = user.generate(project);
        user.api().post("/api/runs/" + second + "/cancel").expect(200);

        var path = "/api/projects/" + project + "/runs?limit=1";
        var page = user.api().get(path).expect(200).json();
        assertThat(page.at("/data/0/id").stringValue()).isEqualTo(second);
        assertThat(page.at("/data/0/steps").isMissingNode()).isTrue();
        var cursor = page.at("/pagination/next_cursor").stringValue();
        var rest = user.api().get(path + "&cursor=" + cursor).expect(200).json();
        assertThat(rest.at("/data/0/id").stringValue()).isEqualTo(first);
        assertThat(rest.at("/pagination/has_more").booleanValue()).isFalse();
        user.api().get(path + "&cursor=" + cursor + "x").expectProblem(400, "invalid_cursor");
    }

    @Test
    void strangersFindNothing() {
        var owner = newUser();
        var project = owner.demoProject();
        var run = owner.generate(project);
        var stranger = api.register();

        for (var path : List.of("/api/runs/" + run, "/api/runs/" + NOBODYS)) {
            stranger.get(path).expectProblem(404, "not_found");
            stranger.get(path + "/events").expectProblem(404, "not_found");
            stranger.with("Accept", "application/json")
                    .get(path + "/events")
                    .expectProblem(404, "not_found");
            stranger.post(path + "/cancel").expectProblem(404, "not_found");
            stranger.post(path + "/resume").expectProblem(404, "not_found");
        }
        stranger.get("/api/projects/" + project + "/runs").expectProblem(404, "not_found");
        stranger.post("/api/projects/" + project + "/generate").expectProblem(404, "not_found");
        api.get("/api/runs/" + run).expectProblem(401, "unauthenticated");
        owner.awaitEnd(run);
    }

    @Test
    void badRequestsAreRefusedByField() {
        var user = newUser();
        var path = "/api/projects/" + user.demoProject() + "/generate";

        user.api().post(path, Map.of("mode", "wild")).expectProblem(400, "invalid_request");
        user.api().post(path, Map.of("speed", 9)).expectProblem(400, "invalid_request");
        user.api()
                .post(path, Map.of("limits", Map.of("steps", 0)))
                .expectProblem(400, "invalid_request");
        var negative =
                user.api()
                        .post(path, Map.of("limits", Map.of("cost_usd", "-1")))
                        .expectProblem(400, "invalid_request");
        assertThat(negative.json().at("/errors/0/detail").stringValue())
                .isEqualTo("must be greater than 0");
        user.api()
                .post(path, Map.of("instructions", "a\u0000b"))
                .expectProblem(400, "invalid_request");
        user.api().get("/api/runs/none").expectProblem(400, "invalid_request");
    }

    @Test
    void aRunThatIsOverCannotBeResumedOrCancelledAgain() {
        var user = newUser();
        var run = user.generate(user.demoProject());
        user.awaitEnd(run);

        var refused =
                user.api().post("/api/runs/" + run + "/resume").expectProblem(409, "conflict");
        assertThat(refused.json().at("/detail").stringValue()).contains("paused or failed");
        var cancelled = user.api().post("/api/runs/" + run + "/cancel").expect(200).json();
        assertThat(cancelled.path("status").stringValue()).isEqualTo("completed");
    }

    @Test
    void aRepeatedRequestStartsNoSecondRun() {
        var user = newUser();
        var path = "/api/projects/" + user.demoProject() + "/generate";
        var once = user.api().with("Idempotency-Key", "a-double-click");

        var first = once.post(path, Map.of()).expect(202);
        var again = once.post(path, Map.of()).expect(202);

        assertThat(again.json()).isEqualTo(first.json());
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Location")).isEqualTo(first.header("Location"));
        user.awaitEnd(first.json().path("id").stringValue());
    }

    @Test
    void theLogIsNumberedFromOne() {
        var user = newUser();
        var run = user.generate(user.demoProject());
        user.awaitEnd(run);
        var log = user.log(run);

        assertThat(RunFixture.seqs(log))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
        var rest =
                user.api()
                        .with("Accept", "application/json")
                        .get("/api/runs/" + run + "/events?after=3&limit=2")
                        .expect(200)
                        .json();
        assertThat(rest.at("/data/0/seq").longValue()).isEqualTo(4);
        assertThat(rest.at("/data").size()).isEqualTo(2);
    }

    private RunFixture newUser() {
        return new RunFixture(api.register(), json);
    }
}
