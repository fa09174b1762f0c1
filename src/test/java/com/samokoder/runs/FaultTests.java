package com.samokoder.runs;

import com.samokoder.platform.json.StrictJson;
import com.samokoder.testing.Api;
import com.samokoder.testing.PlanReply;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.RestartablePostgres;
import com.samokoder.testing.TestInstallation;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Runs on several processes that are killed and stopped, on a database that crashes. In its short
 * form by default; {@code scripts/fault-test.sh} runs it in full and prints what it counted.
 */
@Execution(ExecutionMode.CONCURRENT)
class FaultTests {
    private static final boolean FULL = Boolean.getBoolean("samokoder.faults.full");
    private static final Size SIZE =
            FULL
                    ? new Size(3, 24, 2, 6, 2, 2, Duration.ofSeconds(3), Duration.ofSeconds(3))
                    : new Size(2, 6, 6, 1, 1, 1, Duration.ofSeconds(2), Duration.ofMillis(400));
    private static final int RUNS_PER_USER = 3;
    private static final JsonMapper JSON = StrictJson.mapper();

    private final Random random = new Random(Long.getLong("samokoder.faults.seed", 20261125L));
    private final PlanReply reply =
            new PlanReply(SIZE.call()).task("a").task("b").task("c", "a").task("d", "a", "b");
    private int faults;

    private record Size(
            int processes,
            int runs,
            int concurrency,
            int kills,
            int stopped,
            int crashes,
            Duration lease,
            Duration call) {}

    private enum Fault {
        KILL,
        STOP,
        CRASH
    }

    @Test
    void nothingIsLostOrDoneTwiceThroughKillsPausesAndCrashes(@TempDir Path folder)
            throws Exception {
        var postgres = new RestartablePostgres(folder);
        try (var provider = ReplayServer.start().replyAlways(reply);
                var cluster = new Cluster(postgres, properties(postgres), SIZE.processes())) {
            startRuns(cluster, provider);
            for (var fault : faults()) {
                pause(Duration.ofMillis(300 + random.nextInt(FULL ? 4_000 : 700)));
                strike(cluster, fault);
            }
            awaitEnd(postgres);

            var findings = new FaultFindings(postgres, reply, faults);
            findings.requireEverythingOnce(SIZE.runs());
            findings.print(cluster.fenced(), SIZE.kills(), SIZE.stopped(), SIZE.crashes());
        }
    }

    private List<Fault> faults() {
        var all = new ArrayList<Fault>();
        all.addAll(Collections.nCopies(SIZE.kills(), Fault.KILL));
        all.addAll(Collections.nCopies(SIZE.crashes(), Fault.CRASH));
        Collections.shuffle(all, random);
        // The first where there are few: somebody must be there to take over from who is stopped.
        all.add(FULL ? all.size() / 2 : 0, Fault.STOP);
        return all;
    }

    private void strike(Cluster cluster, Fault fault) {
        switch (fault) {
            case KILL -> {
                faults++;
                cluster.kill(random.nextInt(cluster.size()));
                if (FULL || cluster.size() == 0) {
                    cluster.startAnother();
                }
            }
            case STOP -> {
                faults += SIZE.stopped();
                for (int index = 0; index < SIZE.stopped(); index++) {
                    cluster.stop(index);
                }
                pause(SIZE.lease().multipliedBy(2));
                for (int index = 0; index < SIZE.stopped(); index++) {
                    cluster.carryOn(index);
                }
            }
            case CRASH -> {
                faults++;
                cluster.crashDatabase();
            }
        }
    }

    private static void pause(Duration time) {
        var until = System.nanoTime() + time.toNanos();
        Awaitility.await()
                .atMost(time.plusSeconds(60))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> System.nanoTime() >= until);
    }

    private void startRuns(Cluster cluster, ReplayServer provider) {
        RunFixture user = null;
        for (int run = 0; run < SIZE.runs(); run++) {
            if (user == null || run % RUNS_PER_USER == 0) {
                var base = cluster.process(run % cluster.size()).base();
                user = new RunFixture(signIn(base), JSON);
                user.connect(provider);
            }
            var settings = Map.of("provider", "openai", "model", "gpt-test");
            user.generate(user.project("app-" + run, "Notes", settings));
        }
    }

    private static Api signIn(String base) {
        var api = new Api(base, JSON);
        var account = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var session = api.post("/api/auth/register", account).expect(201).json();
        return api.as(session.at("/session/access_token").stringValue());
    }

    private static void awaitEnd(RestartablePostgres postgres) {
        Awaitility.await("every run ends")
                .atMost(Duration.ofMinutes(FULL ? 15 : 2))
                .pollInterval(Duration.ofMillis(200))
                .ignoreException(SQLException.class)
                .until(() -> {
                    var open =
                            "select count(*) from runs where status not in"
                                    + " ('completed', 'failed', 'cancelled')";
                    return postgres.number(open) == 0;
                });
    }

    /** The settings of an installation on this server. */
    Map<String, Object> installation(RestartablePostgres postgres) {
        return TestInstallation.properties(postgres.url());
    }

    private Map<String, Object> properties(RestartablePostgres postgres) {
        var properties = new LinkedHashMap<>(installation(postgres));
        properties.put("samokoder.runs.lease", SIZE.lease().toMillis() + "ms");
        properties.put("samokoder.runs.poll", "400ms");
        properties.put("samokoder.runs.concurrency", SIZE.concurrency());
        properties.put("samokoder.runs.user-cap", RUNS_PER_USER);
        return properties;
    }
}
