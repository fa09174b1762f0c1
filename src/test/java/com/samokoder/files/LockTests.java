package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;
import static com.samokoder.files.VersionWriter.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** Paths that agents may not touch, and their owner may. */
@ServiceTest
class LockTests {
    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private FileFixture files;
    private String locks;

    @BeforeEach
    void createProject() {
        files = FileFixture.create(anyone, json, environment);
        locks = files.path() + "/locks";
    }

    @Test
    void leavesAnAgentsChangesOfLockedFilesOut() {
        files.commit(put("LICENSE", "MIT"), put("legal/terms.md", "old"), put("app.js", "1"));
        lock("LICENSE", "legal/**");

        var version =
                files.commit(
                        put("license", "mine"),
                        delete("LICENSE"),
                        put("legal/terms.md", "new"),
                        put("legal/more/x.md", "new"),
                        put("legal", "a file where the folder is"),
                        summarize("legal/terms.md", "about a text that was refused"),
                        put("app.js", "2"));

        assertThat(version.path("changed").valueStream().map(LockTests::path))
                .containsExactly("app.js");
        assertThat(version.path("rejected").valueStream().map(JsonNode::toString))
                .containsExactly(
                        rejected("LICENSE", "LICENSE"),
                        rejected("legal", "legal/**"),
                        rejected("legal/more/x.md", "legal/**"),
                        rejected("legal/terms.md", "legal/**"),
                        rejected("license", "LICENSE"));
        assertThat(files.api().get(files.path() + "/files/legal/terms.md").text()).isEqualTo("old");
        var tree = files.api().get(files.path() + "/files").expect(200).json();
        assertThat(tree.at("/files/2/path").stringValue()).isEqualTo("legal/terms.md");
        assertThat(tree.at("/files/2/summary").isNull()).isTrue();
    }

    private static String path(JsonNode change) {
        return change.path("path").stringValue();
    }

    private static String rejected(String path, String lock) {
        return "{\"lock\":\"%s\",\"path\":\"%s\",\"reason\":\"locked\"}".formatted(lock, path);
    }

    @Test
    void makesNoVersionOfNothingButLockedFiles() {
        files.commit(put("LICENSE", "MIT"));
        lock("*");

        var refused = files.commit(put("LICENSE", "mine"), put("new.js", "1"));

        assertThat(refused.path("number").intValue()).isOne();
        assertThat(refused.path("changed").isEmpty()).isTrue();
        assertThat(refused.path("rejected").size()).isEqualTo(2);
    }

    private void lock(String... paths) {
        files.api().put(locks, Map.of("paths", List.of(paths))).expect(200);
    }

    @Test
    void areReadAndReplacedAsOneList() {
        var none = files.api().get(locks).expect(200);
        assertThat(none.text()).isEqualTo("{\"paths\":[]}");
        assertThat(none.header("ETag")).isEqualTo("\"0\"");

        var set =
                files.api()
                        .with("If-Match", "\"0\"")
                        .put(locks, Map.of("paths", List.of("legal/", "legal", "**/*.lock")))
                        .expect(200);

        assertThat(set.text()).isEqualTo("{\"paths\":[\"legal\",\"**/*.lock\"]}");
        assertThat(set.header("ETag")).isEqualTo("\"1\"");
        assertThat(files.api().get(locks).text()).isEqualTo(set.text());
        files.api()
                .with("If-Match", "\"0\"")
                .put(locks, Map.of("paths", List.of()))
                .expectProblem(412, "version_conflict");
        lock();
        assertThat(files.api().get(locks).header("ETag")).isEqualTo("\"2\"");
    }

    @Test
    void refuseWhatIsNoPattern() {
        var problem =
                files.api()
                        .put(locks, Map.of("paths", List.of("fine", "../up", "/root")))
                        .expectProblem(400, "invalid_request")
                        .json();

        assertThat(
                        problem.path("errors")
                                .valueStream()
                                .map(error -> error.path("pointer").asString()))
                .containsExactly("/paths/1", "/paths/2");
        for (Object body :
                List.of(
                        Map.of(),
                        Map.of("paths", "x"),
                        Map.of("paths", List.of("")),
                        Map.of("paths", Collections.nCopies(101, "x")),
                        Map.of("paths", List.of(), "more", 1))) {
            files.api().put(locks, body).expectProblem(400, "invalid_request");
        }
    }

    @Test
    void areTheirOwnersAlone() {
        var stranger = anyone.register();

        stranger.get(locks).expectProblem(404, "not_found");
        stranger.put(locks, Map.of("paths", List.of("x"))).expectProblem(404, "not_found");
        anyone.get(locks).expectProblem(401, "unauthenticated");
        anyone.put(locks, Map.of("paths", List.of("x"))).expectProblem(401, "unauthenticated");
        assertThat(files.api().get(locks).text()).isEqualTo("{\"paths\":[]}");
    }
}
