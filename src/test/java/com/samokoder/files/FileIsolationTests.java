package com.samokoder.files;

import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

/** What a browser with the public key and somebody's session may do to the files' tables: read. */
@ServiceTest
class FileIsolationTests {
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private TestSql sql;
    private UserId owner;
    private UserId stranger;
    private ProjectId project;

    @BeforeEach
    void createVersions() {
        sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        owner = sql.newUser();
        stranger = sql.newUser();
        var writer = new VersionWriter(sql, json);
        project = writer.newProject(owner, "target");
        writer.commit(owner, project, put("a.txt", "secret"));
        writer.lock(owner, project, "a.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"blobs", "versions", "version_files", "project_locks"})
    void showsRowsToTheirOwnerAlone(String table) {
        var count = "select count(*) from public." + table;

        assertThat(sql.asUser(owner, count)).isEqualTo("1");
        assertThat(sql.asUser(stranger, count)).isEqualTo("0");
        assertThatThrownBy(() -> sql.asAnonymous(count)).hasMessageStartingWith("42501");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update public.blobs set content = ''",
                "delete from public.blobs",
                "update public.versions set message = 'mine'",
                "delete from public.versions",
                "insert into public.versions select * from public.versions",
                "update public.version_files set until = 2",
                "delete from public.version_files",
                "truncate public.version_files",
                "update public.project_locks set globs = '[]'",
                "delete from public.project_locks",
                "select public.files_lock(samo.acting_user(), gen_random_uuid(), '[]', null)",
                "select public.files_edit(samo.acting_user(), gen_random_uuid(), 'a', '{}', '', null,"
                        + " null)",
                "select public.files_restore(samo.acting_user(), gen_random_uuid(), 1, '', null)",
                "select public.files_stage(samo.acting_user(), '[]')",
                "select public.files_import(samo.acting_user(), gen_random_uuid(), 'n', 'd', '[]', '')",
                "select samo.version_checked(samo.acting_user(), gen_random_uuid(), 1, true, '[]')",
                "select samo.version_summarize(samo.acting_user(), gen_random_uuid(), '[]')",
                "select public.files_collect(samo.acting_user())",
                "select samo.version_store(samo.acting_user(), '[]')",
                "select samo.version_apply(samo.acting_user(), gen_random_uuid(), 1, '[]')",
                "select samo.version_create(samo.acting_user(), gen_random_uuid(), 'user', null, null,"
                        + " '', '[]', null)"
            })
    void letsNobodyWrite(String attack) {
        assertRefused(() -> sql.asUser(owner, attack));
        assertRefused(() -> sql.asUser(stranger, attack));
        assertRefused(() -> sql.asAnonymous(attack));
    }

    @Test
    void hidesAStrangersProjectFromEveryFunction() {
        for (String call :
                new String[] {
                    "public.files_tree(cast(? as uuid), null)",
                    "public.files_find(cast(? as uuid), 1, 'a.txt')",
                    "public.files_snapshot(cast(? as uuid))",
                    "public.files_locks(cast(? as uuid))",
                    "public.files_compare(cast(? as uuid), 1, 0)",
                    "public.files_versions(cast(? as uuid), null, 10)",
                    "public.files_version(cast(? as uuid), 1)"
                }) {
            assertThat(sql.asUser(owner, "select " + call, project)).contains("{");
            assertThatThrownBy(() -> sql.asUser(stranger, "select " + call, project))
                    .hasMessageStartingWith("PT404");
            assertThatThrownBy(() -> sql.asAnonymous("select " + call, project))
                    .hasMessageStartingWith("42501");
        }
    }

    /** No privilege, or, before that is asked, a column that nobody can write. */
    private static void assertRefused(ThrowingCallable attack) {
        assertThatThrownBy(attack).hasMessageMatching("(?s)(42501|428C9) .*");
    }
}
