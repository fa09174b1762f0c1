package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.json.StrictJson;
import com.samokoder.testing.Api;
import com.samokoder.testing.RestartablePostgres;
import com.samokoder.testing.ServiceProcess;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestPostgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The service as a process that dies, on a database that stays; and the other way round. */
@Execution(ExecutionMode.CONCURRENT)
class RunCrashTests {
    private static final JsonMapper JSON = StrictJson.mapper();

    @Test
    void aRunSurvivesTheDeathOfItsWorkerWithEachStepOnce() {
        var properties = properties(TestPostgres.newDatabase());
        String run;
        String token;
        int before;
        try (var service = ServiceProcess.start(properties)) {
            var signedIn = signIn(service);
            token = signedIn.token();
            var user = new RunFixture(signedIn.api(), JSON);
            run = user.generate(user.demoProject());
            before = user.awaitFinishedSteps(run, 2).path("usage").path("steps").intValue();
            service.kill();
        }

        try (var service = ServiceProcess.start(properties)) {
            var user = new RunFixture(new Api(service.base(), JSON).as(token), JSON);
            var ended = user.awaitEnd(run);
            assertThat(ended.path("status").stringValue()).isEqualTo("completed");
            assertThat(ended.path("usage").path("steps").intValue()).isGreaterThan(before);
            user.assertEachStepOnce(run);
            assertThat(user.log(run)).anySatisfy(RunCrashTests::tellsOfTheInterruption);
        }
    }

    @Test
    void aStoppedServiceHandsItsRunsBack() {
        var properties = properties(TestPostgres.newDatabase());
        String run;
        String token;
        try (var service = ServiceProcess.start(properties)) {
            var signedIn = signIn(service);
            token = signedIn.token();
            var user = new RunFixture(signedIn.api(), JSON);
            run = user.generate(user.demoProject());
            user.awaitFinishedSteps(run, 1);
            service.stop();
        }

        try (var service = ServiceProcess.start(properties)) {
            var user = new RunFixture(new Api(service.base(), JSON).as(token), JSON);
            assertThat(user.awaitEnd(run).path("status").stringValue()).isEqualTo("completed");
            user.assertEachStepOnce(run);
            assertThat(user.log(run))
                    .anySatisfy(event ->
                            assertThat(event.at("/data/after").asString()).isEqualTo("shutdown"));
        }
    }

    @Test
    void aRunSurvivesARestartOfTheDatabase(@TempDir Path folder) {
        try (var postgres = new RestartablePostgres(folder);
                var service = ServiceProcess.start(properties(postgres.url()))) {
            var user = new RunFixture(signIn(service).api(), JSON);
            var run = user.generate(user.demoProject());
            user.awaitFinishedSteps(run, 1);

            postgres.stop();
            postgres.start();

            var ended = user.awaitCompleted(run);
            assertThat(ended.path("error").isNull()).isTrue();
            user.assertEachStepOnce(run);
        }
    }

    private static void tellsOfTheInterruption(JsonNode event) {
        assertThat(event.path("type").stringValue()).isEqualTo("run.resumed");
        assertThat(event.at("/data/after").stringValue()).isEqualTo("interruption");
    }

    private static Map<String, Object> properties(String databaseUrl) {
        var properties = new LinkedHashMap<>(TestInstallation.properties(databaseUrl));
        properties.put("samokoder.runs.lease", "3s");
        properties.put("samokoder.runs.poll", "500ms");
        properties.put("samokoder.demo.delta-millis", "20");
        return properties;
    }

    private static SignedIn signIn(ServiceProcess service) {
        var api = new Api(service.base(), JSON);
        var account = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var session = api.post("/api/auth/register", account).expect(201).json();
        var token = session.at("/session/access_token").stringValue();
        return new SignedIn(api.as(token), token);
    }

    private record SignedIn(Api api, String token) {}
}
