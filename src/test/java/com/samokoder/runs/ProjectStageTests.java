package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.agents.PipelineState;
import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.test.context.TestPropertySource;

import java.util.List;

/** What a project is said to be once a run is over. */
@ServiceTest
@TestPropertySource(
        properties = {"samokoder.runs.worker=false", "server.tomcat.connection-timeout=1s"})
class ProjectStageTests {
    @Autowired RunQueue queue;
    @Autowired RunRepository runs;
    @Autowired Environment environment;
    @Autowired Ids ids;

    private TestSql sql;
    private UserId user;
    private ProjectId project;

    @BeforeEach
    void begin() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
        sql.asOwner("delete from auth.users");
        user = sql.newUser();
        project = new ProjectId(ids.next());
        sql.asOwner(
                "insert into projects (id, user_id, name, description)"
                        + " values (cast(? as uuid), cast(? as uuid), 'Shop', 'A shop')",
                project,
                user);
    }

    @Test
    void aCancelledRunLeavesTheProjectAsItFoundIt() {
        completed(newRun());
        var second = newRun();
        assertThat(stage()).isEqualTo("generating 0");
        halfWay(second);

        runs.cancel(user, second);

        assertThat(stage()).isEqualTo("completed 100");
    }

    @Test
    void anOldFailureThatIsTakenUpAgainDoesNotUndoWhatCameLater() {
        var old = newRun();
        failed(old);
        assertThat(stage()).isEqualTo("error 0");
        completed(newRun());

        runs.resume(user, null, old, null);
        assertThat(stage()).isEqualTo("generating 0");
        runs.cancel(user, old);

        assertThat(stage()).isEqualTo("completed 100");
    }

    @Test
    void aFailureThatIsTakenUpAgainAndCancelledIsForgotten() {
        var run = newRun();
        failed(run);

        runs.resume(user, null, run, null);
        halfWay(run);
        runs.cancel(user, run);

        assertThat(stage()).isEqualTo("draft 0");
    }

    @Test
    void aLaterFailureIsNotForgottenWithAnEarlierOne() {
        var first = newRun();
        failed(first);
        var second = newRun();
        halfWay(second);
        failed(second);
        assertThat(stage()).isEqualTo("error 50");

        runs.resume(user, null, first, null);
        runs.cancel(user, first);

        assertThat(stage()).isEqualTo("error 50");
    }

    private String stage() {
        return String.valueOf(
                sql.asOwner(
                        "select stage || ' ' || generation_progress from projects"
                                + " where id = cast(? as uuid)",
                        project));
    }

    private void halfWay(RunId run) {
        sql.asOwner("update runs set progress = 50 where id = cast(? as uuid)", run);
    }

    private void completed(RunId run) {
        end(run, new Ending.Completed());
    }

    private void failed(RunId run) {
        end(run, new Ending.Failed(RunProblem.of(ErrorCode.PROVIDER_UNAVAILABLE)));
    }

    private void end(RunId run, Ending ending) {
        var claimed = queue.claim("a").orElseThrow();
        assertThat(claimed.id()).isEqualTo(run.value());
        queue.end(claimed.lease(), ending, List.of(), List.of());
    }

    private RunId newRun() {
        var id = new RunId(ids.next());
        var request = new RunRequest("auto", "standard", RunLimits.none(), null);
        var brief = new PipelineState.Brief("Shop", "A shop", null, null, "en", "standard");
        runs.create(user, id, project, request, PipelineState.start(brief));
        return id;
    }
}
