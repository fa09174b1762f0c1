package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

@ServiceTest
@ExtendWith(OutputCaptureExtension.class)
class RunMetricsTests {
    private static final Pattern ASKED = Pattern.compile("([a-z][a-z0-9_]*)\\{job=");

    @Autowired Api api;
    @Autowired JsonMapper json;

    @Test
    void aRunIsCountedAndItsLogLinesCarryItsIds(CapturedOutput output) {
        double before = value("samokoder_runs_left_total{outcome=\"completed\"}");
        var user = new RunFixture(api.register(), json);
        var run = user.generate(user.demoProject());
        user.awaitEnd(run);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(value("samokoder_runs_left_total{outcome=\"completed\"}"))
                                .isGreaterThan(before));
        assertThat(value("samokoder_runs{state=\"running\"}")).isGreaterThanOrEqualTo(0);
        assertThat(value("samokoder_runs_queue_age_seconds")).isGreaterThanOrEqualTo(0);
        assertThat(output.getAll().lines())
                .anySatisfy(line ->
                        assertThat(line).contains("run_id=" + run, "project_id=", "user_id="));
    }

    /** By name alone: a panel or an alert on what nobody measures is silent forever. */
    @Test
    void whatTheAlertsAndTheDashboardAskForIsMeasured() throws IOException {
        var user = new RunFixture(api.register(), json);
        user.awaitEnd(user.generate(user.demoProject()));

        var exposed = api.get("/metrics").expect(200).text();
        for (var file : List.of("alerts.yml", "grafana-dashboard.json")) {
            var text = Files.readString(Path.of("deploy/monitoring", file));
            var asked = ASKED.matcher(text).results().map(found -> found.group(1)).toList();
            assertThat(asked)
                    .as(file)
                    .hasSizeGreaterThan(5)
                    .contains("hikaricp_connections_pending");
            assertThat(asked.stream().distinct().filter(name -> !exposes(exposed, name)))
                    .as(file)
                    .isEmpty();
        }
    }

    private static boolean exposes(String exposed, String name) {
        return name.equals("up")
                || exposed.contains("\n" + name + "{")
                || exposed.contains("\n" + name + " ");
    }

    private double value(String series) {
        var found =
                Pattern.compile("^" + Pattern.quote(series) + " (\\S+)$", Pattern.MULTILINE)
                        .matcher(api.get("/metrics").expect(200).text());
        return found.find() ? Double.parseDouble(found.group(1)) : 0;
    }
}
