package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.CrewReply;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.ServiceTest;

import okhttp3.Response;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Set;

@Execution(ExecutionMode.CONCURRENT)
@ServiceTest
class RunFaultTests {
    @Autowired Api api;
    @Autowired JsonMapper json;
    private ReplayServer provider;
    private RunFixture user;

    @BeforeEach
    void connectAProvider() {
        provider = ReplayServer.start();
        user = new RunFixture(api.register(), json);
    }

    @AfterEach
    void closeTheProvider() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHORIZED, paused, key_invalid, provider_key_invalid",
        "PAYMENT_REQUIRED, paused, provider_quota, provider_quota_exhausted",
        "QUOTA_EXHAUSTED, paused, provider_quota, provider_quota_exhausted",
        "RATE_LIMITED, paused, rate_limited, provider_rate_limited",
        "SERVER_ERROR, paused, unavailable, provider_unavailable",
        "OVERLOADED, paused, unavailable, provider_unavailable",
        "CUT_MID_STREAM, paused, stuck, provider_response_invalid",
        "WRONG_CONTENT_TYPE, paused, stuck, provider_response_invalid"
    })
    void aProvidersFaultEndsInAStateThatSaysSo(
            Fault fault, String status, String reason, String code) {
        provider.failAlways(fault);
        var run = generate();

        var ended = user.awaitEnd(run);

        assertThat(ended.path("status").stringValue()).as(ended.toString()).isEqualTo(status);
        assertThat(ended.path("error").path("code").stringValue()).isEqualTo(code);
        assertThat(ended.path("error").path("title").stringValue()).isNotBlank();
        assertThat(
                        ended.path("pause_reason").isNull()
                                ? null
                                : ended.path("pause_reason").stringValue())
                .isEqualTo(reason);
        assertThat(ended.path("resume_after").isNull())
                .isEqualTo(!Set.of("rate_limited", "unavailable").contains(reason));
        var last = user.log(run).getLast();
        assertThat(last.path("type").stringValue()).isEqualTo("run." + status);
        assertThat(last.toString()).contains(code);
        RunFixture.assertGapless(user.log(run));
    }

    @Test
    void aFailureIsToldInTheReadersLanguage() {
        provider.failAlways(Fault.UNAUTHORIZED);
        var run = generate();
        user.awaitEnd(run);

        var russian =
                user.api().with("Accept-Language", "ru").get("/api/runs/" + run).expect(200).json();
        assertThat(russian.path("error").path("title").stringValue()).matches(".*[а-яА-Я].*");
    }

    @Test
    void aRunOnARefusedKeyGoesOnWhenItIsResumed() {
        provider.failAlways(Fault.UNAUTHORIZED);
        var run = generate();
        user.awaitEnd(run);
        provider.failAlways(Fault.PAYMENT_REQUIRED);

        user.api().post("/api/runs/" + run + "/resume").expect(202);

        user.await(run, now -> "provider_quota".equals(now.path("pause_reason").asString()));
        RunFixture.assertGapless(user.log(run));
    }

    @Test
    void aRunOnARefusedKeyGoesOnWithAnotherOne() {
        provider.failAlways(Fault.UNAUTHORIZED);
        var run = generate();
        user.awaitEnd(run);

        try (var working = ReplayServer.start().replyAlways(new CrewReply())) {
            user.connect(working);
            user.api().post("/api/runs/" + run + "/resume").expect(202);

            var ended = user.awaitCompleted(run);
            assertThat(ended.path("error").isNull()).isTrue();
            assertThat(ended.path("pause_reason").isNull()).isTrue();
            user.assertEachStepOnce(run);
        }
    }

    @Test
    void aCancelledRunEndsWithinTwoSecondsThoughTheProviderHangs() {
        provider.failAlways(Fault.HANG_MID_STREAM);
        var project = project();
        var run = user.generate(project);
        Awaitility.await().until(() -> !provider.requests().isEmpty());

        var asked = Instant.now();
        user.api().post("/api/runs/" + run + "/cancel").expect(200);
        user.await(run, now -> now.path("status").stringValue().equals("cancelled"));

        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(2));
        assertThat(RunFixture.types(user.log(run))).endsWith("run.cancelled");
        var shown = user.api().get("/api/projects/" + project).expect(200).json();
        assertThat(shown.path("status").stringValue()).isEqualTo("draft");
    }

    @Test
    void aProjectHasOneRunAtATimeAndAUserFiveStreams() throws Exception {
        provider.failAlways(Fault.HANG_BEFORE_HEADERS);
        var project = project();
        var run = user.generate(project);
        user.api()
                .post("/api/projects/" + project + "/generate", Map.of())
                .expectProblem(409, "run_in_progress");

        var path = "/api/runs/" + run + "/events";
        var streams = new ArrayList<Response>();
        try {
            for (int stream = 0; stream < 5; stream++) {
                streams.add(Api.client().newCall(user.api().request("GET", path, null)).execute());
            }
            var refused = user.api().get(path).expectProblem(429, "rate_limited");
            assertThat(refused.header("Retry-After")).isNotNull();
            user.api().with("Accept", "application/json").get(path).expect(200);
        } finally {
            streams.forEach(Response::close);
        }
        user.api().post("/api/runs/" + run + "/cancel").expect(200);
        user.awaitEnd(run);
    }

    @Test
    void deletingTheProjectStopsItsRun() {
        provider.failAlways(Fault.HANG_MID_STREAM);
        var project = project();
        var run = user.generate(project);
        Awaitility.await().until(() -> !provider.requests().isEmpty());

        user.api().delete("/api/projects/" + project).expect(204);

        user.api().get("/api/runs/" + run).expectProblem(404, "not_found");
    }

    private String generate() {
        return user.generate(project());
    }

    private String project() {
        user.connect(provider);
        return user.project("A shop", Map.of("provider", "openai", "model", "gpt-test"));
    }
}
