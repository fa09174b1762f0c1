package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.CrewReply;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.util.List;
import java.util.Map;

@ServiceTest
class RunBudgetTests {
    @Autowired Api anybody;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    @Test
    void aRunCountsInTheBudgetOfTheTokenThatSetItGoing() {
        try (var provider = ReplayServer.start()) {
            var ann = anybody.register();
            keepKey(ann, provider);
            var owner = new RunFixture(ann, json);
            var project =
                    owner.project("A shop", Map.of("provider", "openai", "model", "gpt-6.1-terra"));
            var machine = new RunFixture(anybody.as(tokenWithoutMoney(ann)), json);
            var run = machine.generate(project);

            var paused = owner.awaitEnd(run);
            assertThat(paused.path("status").stringValue()).isEqualTo("paused");
            assertThat(paused.path("pause_reason").stringValue()).isEqualTo("budget");
            assertThat(provider.requests()).isEmpty();

            ann.post("/api/runs/" + run + "/resume").expect(202);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> !provider.requests().isEmpty());
            ann.post("/api/runs/" + run + "/cancel");
            owner.awaitEnd(run);
        }
    }

    @Test
    void aChatCountsInTheBudgetOfTheTokenThatAsked() {
        try (var provider = ReplayServer.start()) {
            var ann = anybody.register();
            keepKey(ann, provider);
            var owner = new RunFixture(ann, json);
            var project =
                    owner.project("A shop", Map.of("provider", "openai", "model", "gpt-6.1-terra"));
            var machine = anybody.as(tokenWithoutMoney(ann));
            var asked = Map.of("message", "What is it?", "mode", "ask");
            var run = machine.post("/api/projects/" + project + "/chat", asked).expect(202).json();

            var paused = owner.awaitEnd(run.path("id").stringValue());
            assertThat(paused.path("pause_reason").stringValue()).isEqualTo("budget");
            assertThat(provider.requests()).isEmpty();
        }
    }

    @Test
    void aRevokedTokensRunIsPausedAndItsOwnerMayGoOn() {
        try (var provider = ReplayServer.start()) {
            // Slow enough for a payer that is remembered to be asked for again before the end.
            provider.replyAlways(new CrewReply(2_500));
            var ann = anybody.register();
            keepKey(ann, provider);
            var owner = new RunFixture(ann, json);
            var project =
                    owner.project("A shop", Map.of("provider", "openai", "model", "gpt-6.1-terra"));
            var scopes = List.of("runs:write", "projects:read");
            var token = Map.of("name", "machine", "scopes", scopes);
            var made = ann.post("/api/auth/tokens", token).expect(201).json();
            var machine = new RunFixture(anybody.as(made.path("token").stringValue()), json);
            var run = machine.generate(project);
            Awaitility.await().until(() -> !provider.requests().isEmpty());
            ann.delete("/api/auth/tokens/" + made.path("id").stringValue()).expect(204);

            var paused = owner.awaitEnd(run);
            assertThat(paused.path("status").asString()).isEqualTo("paused");
            assertThat(paused.path("pause_reason").asString()).isEqualTo("budget");
            assertThat(paused.at("/error").toString()).contains("revoked");

            provider.replyAlways(new CrewReply());
            ann.post("/api/runs/" + run + "/resume").expect(202);
            owner.awaitCompleted(run);
        }
    }

    @Test
    void whoeverDecidesACheckpointPaysForWhatFollows() {
        try (var provider = ReplayServer.start()) {
            provider.replyAlways(new CrewReply());
            var ann = anybody.register();
            keepKey(ann, provider);
            var owner = new RunFixture(ann, json);
            var project =
                    owner.project("A shop", Map.of("provider", "openai", "model", "gpt-6.1-terra"));
            var run = owner.generate(project, Map.of("mode", "interactive"));
            owner.await(run, now -> now.path("status").asString().equals("awaiting_input"));
            var path = "/api/runs/" + run + "/checkpoints";
            var open = ann.get(path).expect(200).json().at("/data/0/id").stringValue();
            provider.forgetRequests();

            anybody.as(tokenWithoutMoney(ann))
                    .post(path + "/" + open + "/resolve", Map.of("decision", "approve"))
                    .expect(200);

            var paused = owner.awaitEnd(run);
            assertThat(paused.path("pause_reason").asString()).isEqualTo("budget");
            assertThat(provider.requests()).isEmpty();
        }
    }

    @Test
    void whoCannotResumeARunDoesNotTakeItOver() {
        try (var provider = ReplayServer.start()) {
            provider.failAlways(Fault.HANG_BEFORE_HEADERS);
            var ann = anybody.register();
            keepKey(ann, provider);
            var owner = new RunFixture(ann, json);
            var project =
                    owner.project("A shop", Map.of("provider", "openai", "model", "gpt-6.1-terra"));
            var run = owner.generate(project);
            Awaitility.await().until(() -> !provider.requests().isEmpty());

            var machine = anybody.as(tokenWithoutMoney(ann));
            machine.post("/api/runs/" + run + "/resume").expect(409);
            ann.post("/api/runs/" + run + "/cancel");
            owner.awaitEnd(run);
            var payers = new TestSql(TestInstallation.databaseUrl(environment));
            assertThat(
                            payers.asOwner(
                                    "select count(access_token_id) from public.run_payers"
                                            + " where run_id = cast(? as uuid)",
                                    run))
                    .isEqualTo("0");
        }
    }

    private static void keepKey(Api ann, ReplayServer provider) {
        var key =
                Map.of(
                        "provider", "openai",
                        "name", "runs",
                        "api_key", "key-for-a-run",
                        "base_url", provider.baseUrl(),
                        "check", false);
        ann.post("/api/keys", key).expect(201);
    }

    private static String tokenWithoutMoney(Api ann) {
        var token =
                Map.of(
                        "name", "machine",
                        "scopes", List.of("runs:write", "projects:read"),
                        "budget", Map.of("limit_usd", "0", "period", "total"));
        return ann.post("/api/auth/tokens", token).expect(201).json().path("token").stringValue();
    }
}
