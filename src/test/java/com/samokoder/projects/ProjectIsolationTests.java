package com.samokoder.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.util.UUID;

/** What a browser with the public key and somebody's session may do to the table of projects. */
@ServiceTest
class ProjectIsolationTests {
    private static final String INSERT =
            "insert into public.projects (id, user_id, name, description)"
                    + " values (gen_random_uuid(), cast(? as uuid), 'n', 'd') returning id";

    @Autowired Environment environment;

    private TestSql sql;
    private UserId owner;
    private UserId stranger;
    private String project;

    @BeforeEach
    void createProject() {
        sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        owner = sql.newUser();
        stranger = sql.newUser();
        project = String.valueOf(sql.asUser(owner, INSERT, owner));
    }

    @Test
    void showsRowsToTheirOwnerAlone() {
        var count = "select count(*) from public.projects";

        assertThat(sql.asUser(owner, count)).isEqualTo("1");
        assertThat(sql.asUser(stranger, count)).isEqualTo("0");
        assertThatThrownBy(() -> sql.asAnonymous(count)).hasMessageStartingWith("42501");
    }

    @Test
    void letsAStrangerChangeNothing() {
        assertThat(sql.asUser(stranger, "update public.projects set name = 'x'")).isEqualTo("0");
        assertThat(sql.asUser(stranger, "delete from public.projects")).isEqualTo("0");
        assertThat(sql.asUser(stranger, "select public.projects_get(cast(? as uuid))", project))
                .isNull();
        assertThatThrownBy(() ->
                        sql.asUser(
                                stranger,
                                "select public.projects_delete(cast(? as uuid), null)",
                                project))
                .hasMessageStartingWith("PT404");
    }

    @Test
    void letsNobodyCreateForSomebodyElse() {
        assertThatThrownBy(() -> sql.asUser(stranger, INSERT, owner))
                .hasMessageStartingWith("42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update public.projects set stage = 'completed'",
                "update public.projects set status = 'completed'",
                "update public.projects set generation_progress = 100",
                "update public.projects set current_agent = 'me'",
                "update public.projects set file_count = 9",
                "update public.projects set total_size_bytes = 9",
                "update public.projects set generation_time_seconds = 9",
                "update public.projects set head_version = 9",
                "update public.projects set revision = 1",
                "update public.projects set user_id = gen_random_uuid()",
                "update public.projects set id = gen_random_uuid()",
                "update public.projects set created_at = now()",
                "insert into public.projects (id, user_id, name, description, stage)"
                        + " values (gen_random_uuid(), samo.acting_user(), 'n', 'd', 'completed')",
                "truncate public.projects",
                "select samo.project_generation(samo.acting_user(), gen_random_uuid(), 'completed',"
                        + " 100, null)",
                "select public.projects_metrics()",
                "select * from public.production_metrics"
            })
    void letsNobodySetWhatBelongsToTheService(String attack) {
        assertRefused(() -> sql.asUser(owner, attack));
        assertRefused(() -> sql.asUser(stranger, attack));
        assertRefused(() -> sql.asAnonymous(attack));
    }

    @Test
    void countsRevisionsOfTheOwnersChangesOnly() {
        sql.asUser(owner, "update public.projects set name = 'renamed'");
        generation("generating", 40);

        assertThat(
                        sql.asUser(
                                owner,
                                "select revision || ' ' || status || ' ' || generation_progress || ' '"
                                        + " || current_agent from public.projects"))
                .isEqualTo("2 generating 40 developer");
    }

    @Test
    void keepsAProjectThatIsGeneratedOutOfTheArchive() {
        generation("generating", 0);
        assertThatThrownBy(() -> sql.asUser(owner, "update public.projects set archived = true"))
                .hasMessageStartingWith("23514");

        generation("completed", 100);
        sql.asUser(owner, "update public.projects set archived = true");
        assertThatThrownBy(() -> generation("generating", 0)).hasMessageStartingWith("PT409");
    }

    @Test
    void findsNoProjectToGenerateForSomebodyElse() {
        assertThatThrownBy(() -> generation(stranger, "generating", 0))
                .hasMessageStartingWith("PT404");
        assertThatThrownBy(() ->
                        sql.asService(
                                "select samo.project_generation(cast(? as uuid), cast(? as uuid),"
                                        + " 'error', 0, null)",
                                owner,
                                UUID.randomUUID()))
                .hasMessageStartingWith("PT404");
    }

    private void generation(String status, int progress) {
        generation(owner, status, progress);
    }

    private void generation(UserId user, String status, int progress) {
        sql.asService(
                "select samo.project_generation(cast(? as uuid), cast(? as uuid), ?,"
                        + " cast(? as integer), 'developer')",
                user,
                project,
                status,
                progress);
    }

    /** No privilege, or, before that is asked, a column that nobody can write. */
    private static void assertRefused(ThrowingCallable attack) {
        assertThatThrownBy(attack).hasMessageMatching("(?s)(42501|428C9) .*");
    }
}
