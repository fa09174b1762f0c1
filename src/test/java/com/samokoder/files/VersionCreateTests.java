package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** {@code samo.version_create}, the one way files come to be. */
@ServiceTest
class VersionCreateTests {
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private TestSql sql;
    private VersionWriter writer;
    private UserId owner;
    private ProjectId project;

    @BeforeEach
    void createProject() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
        writer = new VersionWriter(sql, json);
        owner = sql.newUser();
        project = writer.newProject(owner, "project");
    }

    @Test
    void saysWhatChanged() {
        writer.commit(owner, project, put("a", "1"), put("b", "2"), put("c", "3"));

        var second =
                writer.commit(
                        owner, project, put("a", "1"), put("b", "22"), delete("c"), put("d", "4"));

        assertThat(second.path("number").intValue()).isEqualTo(2);
        assertThat(second.path("file_count").intValue()).isEqualTo(3);
        assertThat(second.path("total_size_bytes").intValue()).isEqualTo(4);
        assertThat(second.path("changed").valueStream().map(VersionCreateTests::describe))
                .containsExactly("b modified", "c deleted", "d added");
    }

    private static String describe(JsonNode change) {
        return change.path("path").stringValue() + " " + change.path("change").stringValue();
    }

    @Test
    void keepsTheProjectsCountersInStep() {
        writer.commit(owner, project, put("a", "привет"), put("b", new byte[] {0}));

        var row =
                sql.asUser(
                        owner,
                        "select head_version || ' ' || file_count || ' ' || total_size_bytes"
                                + " || ' ' || revision from public.projects where id = cast(? as uuid)",
                        project);

        assertThat(row).isEqualTo("1 2 13 1");
    }

    @Test
    void makesNoVersionOfNothing() {
        writer.commit(owner, project, put("a", "1"));

        var same = writer.commit(owner, project, put("a", "1"), delete("nowhere"));
        var none = writer.commit(owner, project);

        assertThat(same.path("number").intValue()).isOne();
        assertThat(same.path("changed").isEmpty()).isTrue();
        assertThat(none).isEqualTo(same);
        assertThat(sql.asUser(owner, "select count(*) from public.versions")).isEqualTo("1");
    }

    @Test
    void takesTheLastOfSeveralChangesOfOnePath() {
        writer.commit(owner, project, put("a", "1"), delete("a"), put("a", "2"), put("b", "1"));
        var second = writer.commit(owner, project, put("b", "2"), delete("b"));

        assertThat(second.path("file_count").intValue()).isOne();
    }

    @Test
    void refusesToBuildOnAnotherHeadThanExpected() {
        writer.commit(owner, project, 0, put("a", "1"));

        assertRefused(
                "PT412 ERROR: version_conflict",
                () -> writer.commit(owner, project, 0, put("a", "2")));
        assertThat(writer.commit(owner, project, 1, put("a", "2")).path("number").intValue())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a",
                "/a",
                "a//b",
                "a/",
                "./a",
                "a/../b",
                "a\\\\b",
                ".git/config",
                "a\\u0001b",
                "",
                "и\\u0306",
                "a:b",
                "a\\u0085"
            })
    void isTheLastWallForPaths(String path) {
        assertRefused(
                "PT400 ERROR: invalid_request",
                () ->
                        writer.commitRaw(
                                owner,
                                project,
                                "",
                                "[{\"op\":\"put\",\"path\":\"" + path + "\",\"content\":\"x\"}]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"op\":\"put\",\"path\":\"a\"}]",
                "[{\"op\":\"move\",\"path\":\"a\",\"content\":\"x\"}]",
                "[{\"op\":\"put\",\"content\":\"x\"}]",
                "[{}]"
            })
    void refusesChangesThatAreNone(String changes) {
        assertRefused(
                "PT400 ERROR: invalid_request",
                () -> writer.commitRaw(owner, project, "", changes));
    }

    @Test
    void refusesPathsThatCollideOnSomeDisks() {
        writer.commit(owner, project, put("src/Main.js", "1"), put("Ёлка.txt", "1"));

        for (String path : List.of("src/main.js", "SRC", "src/Main.js/x", "src", "ёЛКА.TXT")) {
            assertRefused(
                    "PT400 ERROR: invalid_request",
                    () -> writer.commit(owner, project, put(path, "2")));
        }
        var renamed = writer.commit(owner, project, delete("src/Main.js"), put("src/main.js", "1"));
        assertThat(renamed.path("number").intValue()).isEqualTo(2);
    }

    @Test
    void refusesTooMuch() {
        var big = "x".repeat(1 << 20);
        assertRefused(
                "PT413 ERROR: too_large", () -> writer.commit(owner, project, put("a", big + "x")));
        writer.commit(owner, project, put("a", big));
        var many =
                IntStream.range(0, 2000)
                        .mapToObj(n -> put("f" + n, ""))
                        .toArray(VersionWriter.Change[]::new);
        assertRefused("PT413 ERROR: too_large", () -> writer.commit(owner, project, many));
    }

    @Test
    void leavesNothingBehindWhereItRefuses() {
        writer.commit(owner, project, put("a", "1"));

        assertRefused(
                "PT400 ERROR: invalid_request",
                () -> writer.commit(owner, project, put("b", "never"), put("../c", "x")));

        assertThat(sql.asUser(owner, "select count(*) from public.version_files")).isEqualTo("1");
        assertThat(sql.asUser(owner, "select count(*) from public.blobs")).isEqualTo("1");
    }

    @Test
    void storesAContentOncePerOwner() {
        writer.commit(owner, project, put("a", "same"), put("b", "same"));
        writer.commit(owner, writer.newProject(owner, "other"), put("c", "same"));

        assertThat(sql.asUser(owner, "select count(*) from public.blobs")).isEqualTo("1");
    }

    @Test
    void numbersWithoutGapsWhenManyWriteAtOnce() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var writes = new ArrayList<Callable<JsonNode>>();
            for (int n = 0; n < 20; n++) {
                var change = put("file" + n, "content " + n % 3);
                writes.add(() -> writer.commit(owner, project, change));
            }
            for (var write : threads.invokeAll(writes)) {
                write.get();
            }
        }

        assertThat(
                        sql.asUser(
                                owner,
                                "select string_agg(number || ':' || file_count, ' ' order by number)"
                                        + " from public.versions"))
                .isEqualTo(
                        String.join(
                                " ",
                                IntStream.rangeClosed(1, 20).mapToObj(n -> n + ":" + n).toList()));
    }

    @Test
    void belongsToTheProjectsOwner() {
        var stranger = sql.newUser();

        assertRefused(
                "PT404 ERROR: not_found", () -> writer.commit(stranger, project, put("a", "1")));
    }

    @Test
    void goesWithTheAccount() {
        writer.commit(owner, project, put("a", "1"), put("b", "2"));
        writer.commit(owner, project, put("a", "3"));

        sql.asOwner("delete from auth.users where id = cast(? as uuid)", owner);

        assertThat(
                        sql.asService(
                                "select count(*) from public.blobs where user_id = cast(? as uuid)",
                                owner))
                .isEqualTo("0");
    }

    private static void assertRefused(String reason, Runnable write) {
        assertThatThrownBy(write::run)
                .isInstanceOf(TestSql.Refused.class)
                .hasMessageStartingWith(reason);
    }
}
