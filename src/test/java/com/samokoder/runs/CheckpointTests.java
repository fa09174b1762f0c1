package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

@ServiceTest
class CheckpointTests {
    private static final Map<String, String> APPROVE = Map.of("decision", "approve");

    @Autowired Api api;
    @Autowired JsonMapper json;
    private RunFixture user;
    private String run;

    @BeforeEach
    void startAnInteractiveRun() {
        user = new RunFixture(api.register(), json);
        run = user.generate(user.demoProject(), Map.of("mode", "interactive"));
    }

    @Test
    void asksAfterTheSpecificationAndAfterThePlanAndThenBuilds() {
        var specification = awaitOpen("specification");
        assertThat(specification.at("/content/specification/questions").size()).isEqualTo(1);
        assertThat(specification.at("/content/plan").isNull()).isTrue();
        assertThat(specification.at("/content/architecture").isNull()).isTrue();
        var question = specification.at("/content/specification/questions/0").asString();

        var answers = List.of(Map.of("question", question, "answer", "Only me"));
        var resolved = resolve(specification, Map.of("decision", "approve", "answers", answers));
        assertThat(resolved.path("status").asString()).isEqualTo("resolved");

        var plan = awaitOpen("plan");
        assertThat(plan.at("/content/specification/assumptions").toString()).contains("Only me");
        assertThat(plan.at("/content/architecture/stack").stringValue()).isNotBlank();
        assertThat(plan.at("/content/plan/tasks").size()).isGreaterThan(1);
        resolve(plan, APPROVE);

        user.awaitCompleted(run);
        user.assertEachStepOnce(run);
        assertThat(RunFixture.types(user.log(run)))
                .containsSubsequence(
                        "checkpoint.required",
                        "checkpoint.resolved",
                        "run.queued",
                        "run.resumed",
                        "checkpoint.required",
                        "checkpoint.resolved",
                        "run.completed");
        assertThat(checkpoints())
                .extracting(checkpoint -> checkpoint.path("status").asString())
                .containsExactly("resolved", "resolved");
    }

    @Test
    void aSpecificationThatIsSentBackIsWrittenAnewWithTheRemarkAndAskedAboutAgain() {
        var first = awaitOpen("specification");
        resolve(first, Map.of("decision", "change", "comment", "Leave the accounts out"));

        var second = awaitOpen("specification");

        assertThat(second.path("id")).isNotEqualTo(first.path("id"));
        assertThat(second.at("/content/specification").toString())
                .contains("Leave the accounts out");
        assertThat(
                        user.run(run)
                                .path("steps")
                                .valueStream()
                                .map(step -> step.path("id").asString()))
                .containsExactly("specification", "specification:2");
    }

    @Test
    void aChangedPlanIsFollowedAndABrokenOneRefused() {
        resolve(awaitOpen("specification"), APPROVE);
        var plan = awaitOpen("plan");
        var broken = (ObjectNode) plan.at("/content/plan").deepCopy();
        ((ObjectNode) broken.at("/tasks/0")).putArray("depends_on").add("nobody");
        var refused = user.api().post(path(plan), Map.of("decision", "change", "plan", broken));
        refused.expectProblem(400, "invalid_request");
        assertThat(refused.json().at("/errors/0/pointer").asString()).isEqualTo("/plan");
        assertThat(refused.json().at("/errors/0/detail").asString()).contains("nobody");

        var changed = (ObjectNode) plan.at("/content/plan").deepCopy();
        ((ObjectNode) changed.at("/tasks/0")).put("title", "Renamed by its owner");
        resolve(plan, Map.of("decision", "change", "plan", changed));

        var ended = user.awaitCompleted(run);
        assertThat(ended.path("steps").toString()).contains("Renamed by its owner");
    }

    @Test
    void oneOfTwoDecisionsAtOnceCountsAndALaterOneIsRefused() throws Exception {
        var checkpoint = awaitOpen("specification");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<Integer> decide = () -> user.api().post(path(checkpoint), APPROVE).status();
            var both = threads.invokeAll(List.of(decide, decide));

            assertThat(List.of(both.get(0).get(), both.get(1).get()))
                    .containsExactlyInAnyOrder(200, 409);
        }
        user.api().post(path(checkpoint), APPROVE).expectProblem(409, "conflict");
        awaitOpen("plan");
    }

    @Test
    void whatDoesNotFitIsRefusedAndTheRunGoesOnWaiting() {
        var checkpoint = awaitOpen("specification");
        var path = path(checkpoint);

        for (var body :
                List.of(
                        Map.of("decision", "maybe"),
                        Map.of("decision", "change"),
                        Map.of("decision", "approve", "comment", "but"),
                        Map.of("decision", "approve", "plan", Map.of("tasks", List.of())),
                        Map.of("comment", "x"),
                        Map.of("decision", "approve", "mood", "good"))) {
            user.api().post(path, body).expectProblem(400, "invalid_request");
        }
        user.api().post("/api/runs/" + run + "/resume").expectProblem(409, "conflict");
        assertThat(awaitOpen("specification").path("id")).isEqualTo(checkpoint.path("id"));
    }

    @Test
    void strangersSeeNothingAndACancelledRunDropsWhatItAsked() {
        var checkpoint = awaitOpen("specification");
        var stranger = api.register();
        stranger.get("/api/runs/" + run + "/checkpoints").expectProblem(404, "not_found");
        stranger.post(path(checkpoint), APPROVE).expectProblem(404, "not_found");
        api.post(path(checkpoint), APPROVE).expectProblem(401, "unauthenticated");
        var nobodys =
                "/api/runs/" + run + "/checkpoints/00000000-0000-7000-8000-000000000000/resolve";
        user.api().post(nobodys, APPROVE).expectProblem(404, "not_found");

        user.api().post("/api/runs/" + run + "/cancel").expect(200);

        assertThat(checkpoints().getFirst().path("status").asString()).isEqualTo("dropped");
        user.api().post(path(checkpoint), APPROVE).expectProblem(409, "conflict");
    }

    private JsonNode awaitOpen(String kind) {
        user.await(run, now -> now.path("status").asString().equals("awaiting_input"));
        var newest = checkpoints().getFirst();
        assertThat(newest.path("kind").asString()).isEqualTo(kind);
        assertThat(newest.path("status").asString()).isEqualTo("open");
        return newest;
    }

    private List<JsonNode> checkpoints() {
        var page = user.api().get("/api/runs/" + run + "/checkpoints").expect(200).json();
        return page.path("data").valueStream().toList();
    }

    private String path(JsonNode checkpoint) {
        return "/api/runs/%s/checkpoints/%s/resolve"
                .formatted(run, checkpoint.path("id").asString());
    }

    private JsonNode resolve(JsonNode checkpoint, Map<String, ?> decision) {
        return user.api().post(path(checkpoint), decision).expect(200).json();
    }
}
