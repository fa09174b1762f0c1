package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;

/** Versions that a project's owner makes by hand. */
@ServiceTest
class EditTests {
    private static final byte[] BINARY = {(byte) 0x89, 'P', 'N', 'G', 0, 1};

    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private FileFixture files;
    private Api api;
    private String path;

    @BeforeEach
    void createProject() {
        files = FileFixture.create(anyone, json, environment);
        api = files.api();
        path = files.path();
    }

    private Answer write(Api client, String file, byte[] content) {
        return client.send("PUT", path + "/files/" + file, RequestBody.create(content));
    }

    private Answer write(Api client, String file, String content) {
        return write(client, file, content.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void everyEditIsAVersionOfItsOwner() {
        var added = write(api, "src/%D0%B9.txt", "один").expect(201);
        var changed = write(api, "src/й.txt", BINARY).expect(200);
        var again = write(api, "src/й.txt", BINARY).expect(200);
        var gone = api.delete(path + "/files/src/й.txt").expect(200);

        assertThat(added.header("Location")).isEqualTo(path + "/files/src/%D0%B9.txt");
        assertThat(added.json().path("version").intValue()).isOne();
        assertThat(added.json().path("size").intValue()).isEqualTo(8);
        assertThat(added.header("ETag"))
                .isEqualTo('"' + added.json().path("sha256").stringValue() + '"');
        assertThat(changed.json().path("version").intValue()).isEqualTo(2);
        assertThat(again.text()).isEqualTo(changed.text());
        assertThat(gone.text())
                .isEqualTo("{\"version\":3,\"path\":\"src/й.txt\",\"size\":null,\"sha256\":null}");
        assertThat(api.get(path + "/files/src/й.txt?version=1").text()).isEqualTo("один");
        assertThat(api.get(path + "/files/src/й.txt?version=2").body()).isEqualTo(BINARY);
        api.get(path + "/files/src/й.txt").expectProblem(404, "not_found");
        var version = api.get(path + "/versions/2").expect(200).json();
        assertThat(version.path("author").stringValue()).isEqualTo("user");
        assertThat(version.path("message").stringValue()).isEqualTo("Edit src/й.txt");
        assertThat(api.get(path).expect(200).json().path("head_version").intValue()).isEqualTo(3);
    }

    @Test
    void speaksOfEditsInTheOwnersLanguage() {
        write(api.with("Accept-Language", "ru"), "a.txt", "1").expect(201);

        assertThat(api.get(path + "/versions/1").json().path("message").stringValue())
                .isEqualTo("Изменить a.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "application/x-www-form-urlencoded",
                "text/plain",
                "nonsense"
            })
    void takesTheBodyAsItIs(String type) {
        var body = RequestBody.create("{\"a\"=1&b".getBytes(StandardCharsets.UTF_8), null);
        var client = api.with("Content-Type", type);

        client.send("PUT", path + "/files/data", body).expect(201);

        assertThat(api.get(path + "/files/data").text()).isEqualTo("{\"a\"=1&b");
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() {
        var first = write(api, "a.txt", "1").expect(201).header("ETag");
        write(api.with("If-Match", first), "a.txt", "2").expect(200);

        write(api.with("If-Match", first), "a.txt", "3").expectProblem(412, "version_conflict");
        api.with("If-Match", first)
                .delete(path + "/files/a.txt")
                .expectProblem(412, "version_conflict");
        write(api.with("If-Match", "\"x\", " + first), "a.txt", "3")
                .expectProblem(412, "version_conflict");
        write(api.with("If-None-Match", "*"), "a.txt", "3").expectProblem(412, "version_conflict");
        write(api.with("If-Match", "*"), "new.txt", "3").expectProblem(412, "version_conflict");
        assertThat(api.get(path + "/files/a.txt").text()).isEqualTo("2");
        write(api.with("If-None-Match", "*"), "new.txt", "3").expect(201);
        var second = api.get(path + "/files/a.txt").header("ETag");
        api.with("If-Match", "\"x\", " + second).delete(path + "/files/a.txt").expect(200);
    }

    @Test
    void letsOneOfManyEditsOfOneContentWin() throws Exception {
        var tag = write(api, "a.txt", "0").expect(201).header("ETag");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var edits =
                    IntStream.rangeClosed(1, 8)
                            .<Callable<Integer>>mapToObj(n ->
                                    () ->
                                            write(api.with("If-Match", tag), "a.txt", "by " + n)
                                                    .status())
                            .toList();
            var statuses = threads.invokeAll(edits).stream().map(done -> done.resultNow()).toList();

            assertThat(statuses).containsOnly(200, 412).containsOnlyOnce(200);
        }
        assertThat(api.get(path).json().path("head_version").intValue()).isEqualTo(2);
    }

    @Test
    void refusesWhatNoVersionCanHold() {
        files.commit(put("src/Main.js", "1"));

        write(api, "a%3Ab", "x").expectProblem(400, "invalid_request");
        write(api, ".git/config", "x").expectProblem(400, "invalid_request");
        write(api, "src/main.js", "x").expectProblem(400, "invalid_request");
        write(api, "big", new byte[(1 << 20) + 1]).expectProblem(413, "too_large");
        write(api, "big", new byte[1 << 20]).expect(201);
        api.delete(path + "/files/nothing").expectProblem(404, "not_found");
        api.delete(path + "/files/a%3Ab").expectProblem(404, "not_found");
        var form = RequestBody.create("x", MediaType.get("multipart/form-data; boundary=x"));
        api.send("PUT", path + "/files/form", form).expectProblem(415, "unsupported_media_type");
        assertThat(api.get(path).json().path("head_version").intValue()).isEqualTo(2);
    }

    @Test
    void theOwnerMayTouchWhatIsLockedForAgents() {
        write(api, "LICENSE", "MIT").expect(201);
        files.writer().lock(files.owner(), files.project(), "LICENSE");

        write(api, "LICENSE", "Apache").expect(200);
        api.delete(path + "/files/LICENSE").expect(200);
    }

    @Test
    void restoresAnOldVersionAsANewOne() {
        files.commit(put("a.txt", "1"), put("b.png", BINARY));
        files.commit(put("a.txt", "2"), delete("b.png"), put("c.txt", "3"));

        var restored = api.post(path + "/versions/1/restore").expect(201);

        assertThat(restored.header("Location")).isEqualTo(path + "/versions/3");
        assertThat(restored.json().path("number").intValue()).isEqualTo(3);
        assertThat(restored.json().path("author").stringValue()).isEqualTo("user");
        assertThat(restored.json().path("message").stringValue()).isEqualTo("Restore version 1");
        assertThat(api.get(path + "/files").json().path("files"))
                .isEqualTo(api.get(path + "/files?version=1").json().path("files"));
        assertThat(api.get(path + "/files/b.png").body()).isEqualTo(BINARY);
        var again = api.post(path + "/versions/1/restore").expect(200);
        assertThat(again.json()).isEqualTo(restored.json());
        api.post(path + "/versions/4/restore").expectProblem(404, "not_found");
        api.post(path + "/versions/0/restore").expectProblem(404, "not_found");
        api.post(path + "/versions/x/restore").expectProblem(400, "invalid_request");
    }

    @Test
    void restoresOnlyOnTopOfTheVersionThatTheCallerHasSeen() {
        files.commit(put("a.txt", "1"));
        files.commit(put("a.txt", "2"));

        var stale = api.with("If-Match", "\"1\"");
        stale.post(path + "/versions/1/restore").expectProblem(412, "version_conflict");
        var tag = String.valueOf(api.get(path + "/files").header("ETag"));
        api.with("If-Match", tag).post(path + "/versions/1/restore").expect(201);
    }

    @Test
    void restoresOnceHoweverOftenItIsAsked() {
        files.commit(put("a.txt", "1"));
        files.commit(put("a.txt", "2"));
        var client = api.with("Idempotency-Key", "restore-1");

        var first = client.post(path + "/versions/1/restore").expect(201);
        files.commit(put("a.txt", "3"));
        var second = client.post(path + "/versions/1/restore").expect(201);

        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(second.text()).isEqualTo(first.text());
        client.post(path + "/versions/2/restore").expectProblem(422, "idempotency_mismatch");
        assertThat(api.get(path).json().path("head_version").intValue()).isEqualTo(4);
    }

    @Test
    void isForTheOwnerAlone() {
        files.commit(put("a.txt", "1"));
        var stranger = anyone.register();

        write(stranger, "a.txt", "2").expectProblem(404, "not_found");
        stranger.delete(path + "/files/a.txt").expectProblem(404, "not_found");
        stranger.post(path + "/versions/1/restore").expectProblem(404, "not_found");
        write(anyone, "a.txt", "2").expectProblem(401, "unauthenticated");
        anyone.delete(path + "/files/a.txt").expectProblem(401, "unauthenticated");
        anyone.post(path + "/versions/1/restore").expectProblem(401, "unauthenticated");
        assertThat(api.get(path).json().path("head_version").intValue()).isOne();
    }
}
