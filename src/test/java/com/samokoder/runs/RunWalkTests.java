package com.samokoder.runs;

import static com.samokoder.runs.ScriptedGateway.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.agents.Crew;
import com.samokoder.agents.Pipeline;
import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.files.ProjectFiles;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.checks.ProjectChecks;
import com.samokoder.llm.ChatRequest;
import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;
import com.samokoder.projects.ProjectAccess;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestPostgres;

import io.opentelemetry.api.OpenTelemetry;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;

@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class RunWalkTests {
    @Autowired RunQueue queue;
    @Autowired RunRepository runs;
    @Autowired RunSignals signals;
    @Autowired Pipeline pipeline;
    @Autowired Crew crew;
    @Autowired ProjectAccess projects;
    @Autowired ProjectFiles files;
    @Autowired RunsProperties properties;
    @Autowired RunMetrics metrics;
    @Autowired Clock clock;
    @Autowired Ids ids;
    @Autowired Environment environment;

    private final ScriptedGateway gateway = new ScriptedGateway();
    private UserId user;
    private ClaimedRun run;

    @BeforeEach
    void forgetEverybody() throws SQLException {
        sql("delete from auth.users");
        user = new UserId(ids.next());
        sql("insert into auth.users (id, email) values ('" + user + "', '" + user + "@x.test')");
    }

    @Test
    void tasksThatDoNotWaitForEachOtherAreWorkedOnAtOnce() throws SQLException {
        var together = new CyclicBarrier(4);
        for (var task : List.of("a", "b", "c", "d")) {
            gateway.task(task, List.of(task + ".js"));
            gateway.in("develop:" + task, whenAllAreThere(together));
        }
        gateway.task("last", List.of("last.js"), "a", "b", "c", "d");

        assertThat(walk(newRun())).isEqualTo(new Ending.Completed());

        assertThat(paths()).contains("a.js", "b.js", "c.js", "d.js", "last.js", "README.md");
        assertEachStepOnce(5 + 2 * 5);
        assertThat(log())
                .filteredOn(event -> event.type().startsWith("file."))
                .allSatisfy(event -> {
                    assertThat(event.step()).isNotNull();
                    assertThat(event.agent()).isNotNull();
                });
    }

    @Test
    void twoStepsThatChangeDifferentLinesOfOneFileAreMerged() throws SQLException {
        var seen = new CyclicBarrier(2);
        gateway.task("base", List.of("base.js"))
                .task("a", List.of("a.js"), "base")
                .task("b", List.of("b.js"), "base")
                .in(
                        "develop:base",
                        request ->
                                block(request, "base.js", "x")
                                        + block(request, "shared.txt", "1\n2\n3"))
                .in(
                        "develop:a",
                        request -> {
                            meet(seen);
                            return block(request, "a.js", "a")
                                    + block(request, "shared.txt", "A\n2\n3");
                        })
                .in(
                        "develop:b",
                        request -> {
                            meet(seen);
                            return block(request, "b.js", "b")
                                    + block(request, "shared.txt", "1\n2\nB");
                        });

        assertThat(walk(newRun())).isEqualTo(new Ending.Completed());

        assertThat(content("shared.txt")).isEqualTo("A\n2\nB\n");
        assertThat(gateway.calls()).doesNotHaveDuplicates();
    }

    @Test
    void aStepWhoseLinesAnotherOneChangedIsDoneAgainOnTheNewFiles() throws SQLException {
        var seen = new CyclicBarrier(2);
        var asked = new ConcurrentHashMap<String, Integer>();
        gateway.task("a", List.of("a.js")).task("b", List.of("b.js"));
        for (var task : List.of("a", "b")) {
            gateway.in(
                    "develop:" + task,
                    request -> {
                        if (Objects.requireNonNull(asked.merge(task, 1, Integer::sum)) == 1) {
                            meet(seen);
                        }
                        var shown = request.messages().get(1).content();
                        var other = task.equals("a") ? "by b" : "by a";
                        var text = shown.contains(other) ? other + "\nby " + task : "by " + task;
                        return block(request, task + ".js", task)
                                + block(request, "shared.txt", text);
                    });
        }

        assertThat(walk(newRun())).isEqualTo(new Ending.Completed());

        assertThat(content("shared.txt")).contains("by a", "by b");
        assertThat(asked.values()).containsExactlyInAnyOrder(1, 2);
        assertThat(log())
                .filteredOn(event -> event.type().equals("step.retried"))
                .singleElement()
                .satisfies(event ->
                        assertThat(event.data().path("reason").asString())
                                .isEqualTo("files_changed"));
        assertEachStepOnce(5 + 2 * 2);
    }

    @Test
    void whenAStepFailsTheOthersAreKeptAndOnlyTheFailedOneIsDoneAgain() throws SQLException {
        var together = new CyclicBarrier(2);
        gateway.task("bad", List.of("bad.js"))
                .task("good", List.of("good.js"))
                .in(
                        "develop:bad",
                        _ -> {
                            meet(together);
                            throw new ProviderFailure(
                                    ErrorCode.PROVIDER_KEY_INVALID,
                                    false,
                                    401,
                                    "invalid_key",
                                    null);
                        })
                .in("develop:good", whenAllAreThere(together));
        newRun();

        assertThatThrownBy(() -> walk(run)).isInstanceOf(ProviderFailure.class);
        assertThat(paths()).containsExactly("good.js");

        gateway.in("develop:bad", gateway::answer);
        release();
        assertThat(walk(queue.claim("b").orElseThrow())).isEqualTo(new Ending.Completed());
        assertThat(gateway.calls()).filteredOn("develop:good"::equals).hasSize(1);
        assertThat(paths()).contains("bad.js", "good.js");
        assertEachStepOnce(5 + 2 * 2);
    }

    @Test
    void theLimitIsAskedBeforeEachCallOfStepsUnderWayTogether() throws SQLException {
        gateway.task("a", List.of("a.js")).in("develop:a", _ -> "Nothing.");
        // Four calls before the task is developed cost 0.03, the first of its own another 0.01.
        newRun(new RunLimits(new BigDecimal("0.04"), null, null, null));

        assertThatThrownBy(() -> walk(run))
                .isInstanceOfSatisfying(
                        LimitReached.class,
                        reached -> assertThat(reached.limit()).isEqualTo("cost_usd"));
        assertThat(gateway.calls())
                .containsExactly("specification", "architecture", "plan", "develop:a");
    }

    @Test
    void aModelThatRepeatsAnUnusableAnswerIsNotAskedAThirdTime() throws SQLException {
        gateway.task("a", List.of("a.js")).in("develop:a", _ -> "I cannot do that.");

        assertThatThrownBy(() -> walk(newRun()))
                .isInstanceOfSatisfying(
                        Stuck.class,
                        stuck ->
                                assertThat(stuck.report())
                                        .isEqualTo(
                                                new Stuck.Report(
                                                        "same_answer",
                                                        "develop:a",
                                                        2,
                                                        20,
                                                        10,
                                                        new BigDecimal("0.02"))));
        assertThat(gateway.calls()).filteredOn("develop:a"::equals).hasSize(2);
    }

    @Test
    void aDeveloperWhoInsistsThatAReviewIsWrongIsBelieved() throws SQLException {
        gateway.task("a", List.of("a.js"))
                .in("review:a:1", _ -> "{\"verdict\": \"send_back\", \"reasons\": [\"empty\"]}")
                .in("develop:a", request -> block(request, "a.js", "same"))
                .in("develop:a:2", _ -> "The file is not empty.");

        assertThat(walk(newRun())).isEqualTo(new Ending.Completed());
        assertThat(gateway.calls()).filteredOn("develop:a:2"::equals).hasSize(2);
        assertThat(gateway.calls()).doesNotContain("review:a:2");
    }

    @Test
    void aTaskThatComesBackUnchangedIsStuckAndGoesOnToItsReviewWhenResumed() throws SQLException {
        gateway.task("a", List.of("a.js"))
                .in("review:a:1", _ -> "{\"verdict\": \"send_back\", \"reasons\": [\"empty\"]}")
                .in("develop:a", request -> block(request, "a.js", "same"))
                .in("develop:a:2", request -> block(request, "a.js", "same"));
        newRun();

        assertThatThrownBy(() -> walk(run))
                .isInstanceOfSatisfying(
                        Stuck.class,
                        stuck -> assertThat(stuck.report().what()).isEqualTo("no_change"));
        assertThat(gateway.calls()).endsWith("develop:a:2");

        release();
        assertThat(walk(queue.claim("b").orElseThrow())).isEqualTo(new Ending.Completed());
        assertThat(gateway.calls()).filteredOn("develop:a:2"::equals).hasSize(1);
    }

    /** As on a transport that cannot listen, or on another replica whose wake-up got lost. */
    @Test
    void aCancellationThatNobodyTellsOfStopsTheCallWithinTwoSeconds() throws SQLException {
        var id = newRun().lease().run();
        release();
        gateway.hanging();
        var deaf = new RunSignals((_, _) -> () -> {});
        var executor = new RunExecutor(queue, deaf, properties, workshop(), metrics);
        var worker = new RunWorker(queue, executor, deaf, properties, clock, ids);
        worker.start();
        try {
            Awaitility.await().until(() -> !gateway.calls().isEmpty());
            runs.cancel(user, id);
            Awaitility.await()
                    .atMost(Duration.ofSeconds(2))
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> runs.find(user, id).orElseThrow().status() == RunStatus.CANCELLED);
        } finally {
            worker.stop();
        }
    }

    private static Function<ChatRequest, String> whenAllAreThere(CyclicBarrier together) {
        return request -> {
            meet(together);
            return block(request, request.purpose().get("task") + ".js", "done");
        };
    }

    private static void meet(CyclicBarrier together) {
        try {
            together.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException alone) {
            throw new AssertionError("the other step is not under way", alone);
        }
    }

    private Ending walk(ClaimedRun claimed) {
        var work = new Work(claimed);
        var patience = new Patience(clock, Duration.ofSeconds(1), () -> false);
        var journal = new RunJournal(queue, work, patience, signals);
        return new RunWalk(workshop(), work, journal, patience).walk();
    }

    private RunWalk.Workshop workshop() {
        return new RunWalk.Workshop(
                pipeline,
                crew,
                gateway,
                projects,
                files,
                new ProjectChecks(),
                clock,
                OpenTelemetry.noop().getTracer("test"),
                4);
    }

    private void release() {
        queue.end(run.lease(), new Ending.Released(), List.of(), List.of());
    }

    private ClaimedRun newRun() throws SQLException {
        return newRun(RunLimits.none());
    }

    private ClaimedRun newRun(RunLimits limits) throws SQLException {
        var project = new ProjectId(ids.next());
        sql(
                "insert into projects (id, user_id, name, description) values ('"
                        + project
                        + "', '"
                        + user
                        + "', 'Shop', 'A shop')");
        var brief = PipelineState.Brief.of("Shop", "A shop", null, null, "standard");
        var request = new RunRequest("auto", "standard", limits, null);
        runs.create(user, new RunId(ids.next()), project, request, PipelineState.start(brief));
        run = queue.claim("a").orElseThrow();
        return run;
    }

    private Set<String> paths() {
        return files.latest(user, run.project()).files().keySet().stream()
                .map(ProjectPath::value)
                .collect(Collectors.toSet());
    }

    private String content(String path) {
        return files.latest(user, run.project()).files().get(new ProjectPath(path));
    }

    private List<RunEvent> log() {
        return runs.findEvents(user, run.lease().run(), 0, 500).orElseThrow().events();
    }

    private void assertEachStepOnce(int steps) {
        var log = log();
        for (int place = 0; place < log.size(); place++) {
            assertThat(log.get(place).seq()).isEqualTo(place + 1L);
        }
        assertThat(log)
                .filteredOn(event -> event.type().equals("step.completed"))
                .extracting(RunEvent::step)
                .doesNotHaveDuplicates()
                .hasSize(steps);
    }

    private void sql(String statement) throws SQLException {
        try (var owner =
                        TestPostgres.owner(
                                environment.getRequiredProperty("samokoder.database.url"));
                var sql = owner.createStatement()) {
            sql.execute(statement);
        }
    }
}
