package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.agents.AgentName;
import com.samokoder.agents.PipelineState;
import com.samokoder.agents.Step;
import com.samokoder.auth.UserId;
import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestPostgres;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class RunQueueTests {
    private static final List<StepSpent> NOTHING = List.of();
    private static final Step STEP = new Step("specification", AgentName.SPEC_WRITER, null);

    @Autowired RunQueue queue;
    @Autowired RunRepository runs;
    @Autowired Environment environment;
    @Autowired Ids ids;

    @BeforeEach
    void forgetEverybody() throws SQLException {
        sql("delete from auth.users");
    }

    @Test
    void aClaimedRunIsNobodyElses() throws SQLException {
        var run = newRun(newUser());

        assertThat(queue.claim("a")).map(ClaimedRun::id).contains(run.id());
        assertThat(queue.claim("b")).isEmpty();
    }

    @Test
    void aLapsedLeaseIsClaimedByAnotherAndTheZombieCannotWrite() throws SQLException {
        newRun(newUser());
        var zombie = queue.claim("a").orElseThrow();
        var zombieStart = queue.startStep(zombie.lease(), zombie.lastSeq(), "s", "spec_writer");
        age(zombie.id());
        var heir = queue.claim("b").orElseThrow();

        assertThat(heir.id()).isEqualTo(zombie.id());
        assertThat(heir.epoch()).isEqualTo(zombie.epoch() + 1);
        assertThatThrownBy(() -> commit(zombie.lease(), zombieStart.attempt(), 0))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(() -> queue.append(zombie.lease(), heir.lastSeq(), List.of(said("x"))))
                .isInstanceOf(LeaseLost.class);
        assertThatThrownBy(
                        () -> queue.end(zombie.lease(), new Ending.Completed(), NOTHING, List.of()))
                .isInstanceOf(LeaseLost.class);
        assertThat(queue.renew(List.of(zombie.lease()))).isEmpty();
        assertThat(versions(heir.projectId())).isZero();
        assertThat(queue.renew(List.of(heir.lease()))).hasSize(1);
    }

    @Test
    void whatTheCapHoldsBackDoesNotCountAsWaiting() throws SQLException {
        var user = newUser();
        newRun(user);
        newRun(user);
        queue.claim("a").orElseThrow();
        queue.claim("a").orElseThrow();
        newRun(user);
        waitingForAnHour();
        assertThat(queue.counts().oldestQueuedSeconds()).isZero();
        assertThat(queue.waiting().waiting()).isZero();

        newRun(newUser());
        waitingForAnHour();
        assertThat(queue.counts().oldestQueuedSeconds()).isGreaterThan(3500);
        assertThat(queue.waiting().oldestSeconds()).isGreaterThan(3500);
        assertThat(queue.waiting().waiting()).isOne();
    }

    @Test
    void whoeverMayHaveAnotherRunWaitsForIt() throws SQLException {
        var user = newUser();
        newRun(user);
        queue.claim("a").orElseThrow();
        newRun(user);
        newRun(user);
        waitingForAnHour();

        assertThat(queue.waiting().waiting()).isOne();
        assertThat(queue.counts().oldestQueuedSeconds()).isGreaterThan(3500);
    }

    @Test
    void whatAWorkerHandedBackWaitsSinceThen() throws SQLException {
        newRun(newUser());
        waitingForAnHour();
        var run = queue.claim("a").orElseThrow();
        queue.end(run.lease(), new Ending.Released(), NOTHING, List.of());

        assertThat(queue.waiting().waiting()).isOne();
        assertThat(queue.waiting().oldestSeconds()).isLessThan(600);
    }

    private void waitingForAnHour() throws SQLException {
        sql(
                "update run_events e set at = at - interval '1 h' from runs r"
                        + " where r.id = e.run_id and r.status = 'queued'");
        sql("update runs set queued_at = queued_at - interval '1 h' where status = 'queued'");
    }

    @Test
    void whatADeadWorkerLeftBehindWaitsSinceThen() throws SQLException {
        newRun(newUser());
        queue.claim("a").orElseThrow();
        assertThat(queue.waiting()).isEqualTo(new RunQueue.Waiting(0, 0));

        sql("update runs set lease_until = lease_until - interval '1 h'");

        assertThat(queue.waiting().waiting()).isOne();
        assertThat(queue.waiting().oldestSeconds()).isBetween(3500L, 3600L);
    }

    @Test
    void aLapsedLeaseThatNobodyTookIsRenewed() throws SQLException {
        newRun(newUser());
        var claimed = queue.claim("a").orElseThrow();
        age(claimed.id());

        assertThat(queue.renew(List.of(claimed.lease()))).hasSize(1);
        assertThat(queue.claim("b")).isEmpty();
    }

    @Test
    void whatADeadWorkerWasAtIsNotShownAsUnderWay() throws SQLException {
        var user = newUser();
        newRun(user);
        var dead = queue.claim("a").orElseThrow();
        queue.startStep(dead.lease(), dead.lastSeq(), STEP.id(), "spec_writer");
        age(dead.id());

        queue.claim("b").orElseThrow();

        assertThat(runs.find(user, dead.lease().run()).orElseThrow().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.status()).isEqualTo("failed"));
    }

    @Test
    void aUserHasNoMoreRunsAtOnceThanTheCapAndOthersGoFirst() throws SQLException {
        var greedy = newUser();
        newRun(greedy);
        newRun(greedy);
        newRun(greedy);
        var modest = newUser();
        var modestRun = newRun(modest);

        assertThat(queue.claim("a")).map(ClaimedRun::userId).contains(greedy.value());
        assertThat(queue.claim("a")).map(ClaimedRun::id).contains(modestRun.id());
        assertThat(queue.claim("a")).map(ClaimedRun::userId).contains(greedy.value());
        assertThat(queue.claim("a")).isEmpty();
    }

    @Test
    void aProjectHasOneRunAtATime() throws SQLException {
        var user = newUser();
        var first = newRun(user);

        assertThatThrownBy(() -> create(user, new ProjectId(first.projectId())))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.RUN_IN_PROGRESS));
    }

    @Test
    void aRepeatedCallWhoseAnswerGotLostChangesNothing() throws SQLException {
        var user = newUser();
        newRun(user);
        var run = queue.claim("a").orElseThrow();
        var lease = run.lease();
        var started = queue.startStep(lease, run.lastSeq(), STEP.id(), "spec_writer");
        var startedAgain = queue.startStep(lease, run.lastSeq(), STEP.id(), "spec_writer");
        var appended = queue.append(lease, started.lastSeq(), List.of(said("one")));
        var appendedAgain = queue.append(lease, started.lastSeq(), List.of(said("one")));
        var committed = commit(lease, started.attempt(), 0);
        var committedAgain = commit(lease, started.attempt(), 0);

        assertThat(startedAgain).isEqualTo(started);
        assertThat(appended.written()).isTrue();
        assertThat(appendedAgain).isEqualTo(new RunQueue.Appended(false, appended.lastSeq()));
        assertThat(committed.version()).isEqualTo(1);
        assertThat(committedAgain).isEqualTo(committed);
        assertThat(versions(run.projectId())).isEqualTo(1);
        assertGapless(user, run.lease().run());
    }

    @Test
    void aStepOnOtherFilesThanTheNewestIsRefusedWhole() throws SQLException {
        var user = newUser();
        newRun(user);
        var run = queue.claim("a").orElseThrow();
        var started = queue.startStep(run.lease(), run.lastSeq(), STEP.id(), "spec_writer");

        assertThatThrownBy(() -> commit(run.lease(), started.attempt(), 7))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused ->
                                assertThat(refused.code()).isEqualTo(ErrorCode.VERSION_CONFLICT));
        assertThat(runs.find(user, run.lease().run()).orElseThrow().stepsDone()).isZero();
    }

    @Test
    void nothingIsCommittedAfterACancellation() throws SQLException {
        var user = newUser();
        newRun(user);
        var run = queue.claim("a").orElseThrow();
        var started = queue.startStep(run.lease(), run.lastSeq(), STEP.id(), "spec_writer");
        runs.cancel(user, run.lease().run());

        assertThat(commit(run.lease(), started.attempt(), 0).cancelled()).isTrue();
        assertThat(queue.renew(List.of(run.lease())).getFirst().cancelRequested()).isTrue();
        queue.end(run.lease(), new Ending.Completed(), NOTHING, List.of());

        var ended = runs.find(user, run.lease().run()).orElseThrow();
        assertThat(ended.status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(versions(run.projectId())).isZero();
    }

    @Test
    void aQueuedRunIsCancelledAtOnceAndTheProjectIsADraftAgain() throws SQLException {
        var user = newUser();
        var run = newRun(user);

        assertThat(runs.cancel(user, new RunId(run.id())).status()).isEqualTo(RunStatus.CANCELLED);
        assertThat(queue.claim("a")).isEmpty();
        assertThat(number("select count(*) from projects where stage = 'draft'")).isEqualTo(1);
    }

    @Test
    void aRunThatKillsItsWorkersIsGivenUpAndCanBeResumed() throws SQLException {
        var user = newUser();
        var run = newRun(user);
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(queue.claim("a")).map(ClaimedRun::attempts).contains(attempt);
            age(run.id());
        }

        assertThat(queue.claim("a")).isEmpty();
        var failed = runs.find(user, new RunId(run.id())).orElseThrow();
        assertThat(failed.status()).isEqualTo(RunStatus.FAILED);
        assertThat(failed.error())
                .isEqualTo(new RunProblem(ErrorCode.INTERNAL, "runs.gave_up", null));
        runs.resume(user, null, new RunId(run.id()), null);
        assertThat(queue.claim("a")).map(ClaimedRun::attempts).contains(1);
    }

    @Test
    @Timeout(10)
    void aClaimWaitsForNobodyWhoHoldsAProject() throws SQLException {
        var user = newUser();
        var broken = newRun(user);
        sql("update runs set attempts = 5, queued_at = queued_at - interval '1 h'");
        var next = newRun(newUser());
        try (var other = TestPostgres.owner(TestInstallation.databaseUrl(environment));
                var deletion = other.createStatement()) {
            other.setAutoCommit(false);
            deletion.execute(
                    "select 1 from projects where id = '" + broken.projectId() + "' for update");

            assertThat(queue.claim("a")).map(ClaimedRun::id).contains(next.id());
            assertThat(queue.claim("a")).isEmpty();
            deletion.execute("select 1 from runs where id = '" + broken.id() + "' for update");
            assertThat(queue.claim("a")).isEmpty();
            other.rollback();
        }

        assertThat(queue.claim("a")).isEmpty();
        assertThat(runs.find(user, new RunId(broken.id())).orElseThrow().status())
                .isEqualTo(RunStatus.FAILED);
    }

    @Test
    void whoResumesARunPaysForItAndNobodyWhoCannot() throws SQLException {
        var user = newUser();
        newRun(user);
        var run = queue.claim("a").orElseThrow();
        var token = ids.next();
        sql(
                "insert into access_tokens (id, user_id, name, public_id, secret_hash, scopes)"
                        + " values ('%s', '%s', 'machine', '%s', sha256(''), '[\"runs:write\"]')"
                                .formatted(token, user, "p".repeat(16)));
        var payer = "select count(*) from run_payers where access_token_id = '" + token + "'";

        assertThatThrownBy(() -> runs.resume(user, token, run.lease().run(), null))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT));
        assertThat(number(payer)).isZero();
        var problem = RunProblem.of(ErrorCode.BUDGET_EXCEEDED);
        var pause = new Ending.Paused("budget", null, problem);
        queue.end(run.lease(), pause, NOTHING, List.of());
        assertThatThrownBy(() -> runs.resume(user, ids.next(), run.lease().run(), null))
                .isInstanceOf(ApiException.class);
        assertThat(queue.claim("a")).isEmpty();

        runs.resume(user, token, run.lease().run(), null);

        assertThat(number(payer)).isOne();
        assertThat(queue.claim("a")).map(ClaimedRun::id).contains(run.id());
    }

    @Test
    void aPausedRunGoesOnWhenItsTimeHasCome() throws SQLException {
        var user = newUser();
        newRun(user);
        var run = queue.claim("a").orElseThrow();
        var problem = RunProblem.of(ErrorCode.PROVIDER_RATE_LIMITED);
        var pause = new Ending.Paused("rate_limited", Duration.ofHours(1), problem);
        var spent = new StepSpent(STEP.id(), 3, 4, new BigDecimal("0.01"));
        queue.end(run.lease(), pause, List.of(spent), List.of());

        var paused = runs.find(user, run.lease().run()).orElseThrow();
        assertThat(paused.status()).isEqualTo(RunStatus.PAUSED);
        assertThat(paused.resumeAfter()).isNotNull();
        assertThat(paused.costUsd()).isEqualByComparingTo("0.01");
        assertThat(queue.claim("a")).isEmpty();
        sql("update runs set resume_after = clock_timestamp() - interval '1 s'");
        assertThat(queue.claim("a")).map(ClaimedRun::id).contains(run.id());
    }

    @Test
    void aReleasedLeaseIsClaimedAtOnceAndCountsAsNoAttempt() throws SQLException {
        newRun(newUser());
        var run = queue.claim("a").orElseThrow();
        queue.end(run.lease(), new Ending.Released(), NOTHING, List.of());

        assertThat(queue.claim("b")).map(ClaimedRun::attempts).contains(1);
    }

    private RunQueue.Committed commit(Lease lease, int attempt, int head) {
        var change = new FileChange.Put(new ProjectPath("SPEC.md"), "# Spec");
        var changes = new FinishedStep.Changes(List.of(change), null, "done");
        var spent = new Spent(5, 6, new BigDecimal("0.02"));
        var step = new FinishedStep(STEP, attempt, state(), changes, head, spent, 20);
        return queue.commit(lease, step, List.of(said("last words")));
    }

    private static LogEntry said(String text) {
        return new LogEntry("agent.delta", STEP.id(), "spec_writer", Map.of("text", text));
    }

    private void assertGapless(UserId user, RunId run) {
        var log = runs.findEvents(user, run, 0, 500).orElseThrow();
        assertThat(log.events()).extracting(RunEvent::seq).hasSize((int) log.lastSeq());
        for (int place = 0; place < log.events().size(); place++) {
            assertThat(log.events().get(place).seq()).isEqualTo(place + 1L);
        }
    }

    private static PipelineState state() {
        return PipelineState.start(
                new PipelineState.Brief("Shop", "A shop", null, null, "en", "standard"));
    }

    private UserId newUser() throws SQLException {
        var user = new UserId(ids.next());
        sql("insert into auth.users (id, email) values ('" + user + "', '" + user + "@x.test')");
        return user;
    }

    private Run newRun(UserId user) throws SQLException {
        var project = new ProjectId(ids.next());
        sql(
                "insert into projects (id, user_id, name, description) values ('"
                        + project
                        + "', '"
                        + user
                        + "', 'Shop', 'A shop')");
        return create(user, project);
    }

    private Run create(UserId user, ProjectId project) {
        var request = new RunRequest("auto", "standard", RunLimits.none(), null);
        return runs.create(user, new RunId(ids.next()), project, request, state());
    }

    private void age(UUID run) throws SQLException {
        sql(
                "update runs set lease_until = clock_timestamp() - interval '1 s' where id = '"
                        + run
                        + "'");
    }

    private long versions(UUID project) throws SQLException {
        return number("select count(*) from versions where project_id = '" + project + "'");
    }

    private void sql(String statement) throws SQLException {
        try (var owner = TestPostgres.owner(TestInstallation.databaseUrl(environment));
                var sql = owner.createStatement()) {
            sql.execute(statement);
        }
    }

    private long number(String query) throws SQLException {
        try (var owner = TestPostgres.owner(TestInstallation.databaseUrl(environment));
                var sql = owner.createStatement();
                var result = sql.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }
}
