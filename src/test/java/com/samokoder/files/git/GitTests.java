package com.samokoder.files.git;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.samokoder.auth.UserId;
import com.samokoder.files.VersionWriter;
import com.samokoder.platform.database.StorageLimits;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/** With the real program. */
@Execution(ExecutionMode.CONCURRENT)
@ServiceTest
class GitTests {
    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;
    @Autowired HistoryRepository histories;
    @TempDir Path folder;

    private Api api;
    private VersionWriter writer;
    private UserId owner;
    private ProjectId project;
    private String address;
    private Git git;

    @BeforeEach
    void createProject() {
        api = anyone.register();
        var body = Map.of("name", "shop", "description", "about");
        var id = api.post("/api/projects", body).expect(201).json().path("id").stringValue();
        var sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        writer = new VersionWriter(sql, json);
        project = new ProjectId(UUID.fromString(id));
        var query = "select user_id from public.projects where id = cast(? as uuid)";
        owner = new UserId(UUID.fromString(sql.asOwner(query, id)));
        address = address("git:" + token("projects:read", "projects:write"));
        git = new Git(folder);
    }

    private String token(String... scopes) {
        var body = Map.of("name", "git", "scopes", List.of(scopes));
        return api.post("/api/auth/tokens", body).expect(201).json().path("token").stringValue();
    }

    private String address(String credentials) {
        return anyone.base().replace("://", "://" + credentials + "@") + "/git/" + project + ".git";
    }

    private void commit(VersionWriter.Change... changes) {
        writer.commit(owner, project, changes);
    }

    private List<String> versions() {
        return api.get("/api/projects/" + project + "/versions")
                .expect(200)
                .json()
                .path("data")
                .valueStream()
                .map(version ->
                        "%d %s %s"
                                .formatted(
                                        version.path("number").intValue(),
                                        version.path("author").stringValue(),
                                        version.path("message").stringValue()))
                .toList();
    }

    private String text(String path) {
        return api.get("/api/projects/" + project + "/files/" + path).expect(200).text();
    }

    /** The newest commit as a process sees it that has nothing on its disk. */
    private String headOfAnotherReplica() throws IOException {
        var properties = new GitProperties(folder, DataSize.ofBytes(0), 1);
        var head = new AtomicReference<String>();
        var mirrors = new Mirrors(histories, properties);
        mirrors.read(owner, project, view -> head.set(String.valueOf(view.commit().name())));
        mirrors.delete();
        return head.get();
    }

    @Test
    void clonesVersionsAsCommits() throws IOException {
        commit(put("src/привет.txt", "one"), put("a.bin", new byte[] {0, 1, 2}));
        commit(put("src/привет.txt", "two"), delete("a.bin"));

        var clone = git.clone(address);

        var format = "--format=%an <%ae> %cn %ad|%s|%P";
        assertThat(clone.run("log", "--date=iso", format).ok().lines())
                .hasSize(2)
                .allMatch(line -> line.startsWith("developer <developer@agents.samokoder.invalid>"))
                .allMatch(line -> line.contains("+0000|a step|"));
        assertThat(clone.run("ls-files").ok()).isEqualTo("src/привет.txt");
        assertThat(clone.folder().resolve("src/привет.txt")).hasContent("two");
        assertThat(clone.run("show", "HEAD~1:src/привет.txt").ok()).isEqualTo("one");
        assertThat(clone.run("branch", "--show-current").ok()).isEqualTo("main");
        assertThat(clone.run("fsck", "--strict").ok()).doesNotContain("error");
    }

    @Test
    void everyReplicaGivesTheSameCommits() throws IOException {
        for (int step = 1; step <= 3; step++) {
            commit(put("a/b.txt", "step " + step), put("c" + step, ""));
        }
        var head = git.clone(address).head();

        assertThat(headOfAnotherReplica()).isEqualTo(head);
        assertThat(git.clone(address).head()).isEqualTo(head);
    }

    /** Whoever changes these hashes changes the history in everybody's clones. */
    @Test
    void commitsKeepTheirFormForGood() throws IOException {
        commit(put("a/b.txt", "one"), put("c.txt", "two"));
        commit(delete("c.txt"));
        writer.sql()
                .asOwner(
                        "update public.versions set created_at = timestamptz '2026-01-02 03:04:05Z'"
                                + " + number * interval '1.5 s' where project_id = cast(? as uuid)",
                        project);

        var clone = git.clone(address);

        assertThat(clone.run("log", "--format=%H %at %ct %s").ok().lines())
                .containsExactly(
                        "9dd6f7f281debc7c1da612c2083f40c6795226ca 1767323048 1767323048 a step",
                        "b3cdb2d4787a9c4a39b657c898231e3cd89d8346 1767323046 1767323046 a step");
        assertThat(clone.head()).isEqualTo(headOfAnotherReplica());
    }

    @Test
    void fetchesWhatIsNew() {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        commit(put("a.txt", "two"));
        commit(put("b.txt", "new"));

        clone.run("pull", "--quiet", "--ff-only").ok();

        assertThat(clone.folder().resolve("a.txt")).hasContent("two");
        assertThat(clone.run("rev-list", "--count", "HEAD").ok()).isEqualTo("3");
    }

    @Test
    void clonesShallowly() {
        commit(put("a.txt", "one"));
        commit(put("a.txt", "two"));

        var clone = git.clone(address, "--depth", "1");
        var pushed = clone.write("a.txt", "three").commit("from a shallow clone");
        clone.push("main").ok();

        assertThat(clone.run("rev-list", "--count", "HEAD").ok()).isEqualTo("2");
        assertThat(git.clone(address).head()).isEqualTo(pushed);
    }

    @Test
    void startsAProjectThatIsEmpty() throws IOException {
        var clone = git.clone(address);
        var first = clone.write("a.txt", "one").commit("first");

        clone.push("HEAD:main").ok();

        assertThat(versions()).containsExactly("1 user first");
        assertThat(headOfAnotherReplica()).isEqualTo(first);
    }

    @Test
    void aPushBecomesVersions() throws IOException {
        commit(put("a.txt", "one"), put("gone.txt", "x"));
        var clone = git.clone(address);
        clone.write("b/c.txt", "new").write("run.sh", "#!/bin/sh\n");
        clone.makeExecutable("run.sh");
        clone.commit("Add b\n\nand say why");
        clone.run("rm", "--quiet", "gone.txt").ok();
        clone.commit("Remove");
        var empty = clone.commit("Nothing");

        assertThat(clone.push("main").ok()).contains("remote: Version 4 is the newest now.");

        assertThat(versions())
                .containsExactly(
                        "4 user Nothing",
                        "3 user Remove",
                        "2 user Add b\n\nand say why",
                        "1 agent a step");
        assertThat(text("b/c.txt")).isEqualTo("new");
        assertThat(headOfAnotherReplica()).isEqualTo(empty);
        var second = git.clone(address);
        assertThat(second.head()).isEqualTo(empty);
        assertThat(second.run("log", "-1", "--format=%an").ok()).isEqualTo("Anna");
        assertThat(Files.isExecutable(second.folder().resolve("run.sh"))).isTrue();
    }

    @Test
    void agentsGoOnFromAPush() throws IOException {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        clone.write("run.sh", "1").makeExecutable("run.sh").commit("mine");
        clone.push("main").ok();
        commit(put("run.sh", "2"));

        clone.run("pull", "--quiet", "--ff-only").ok();

        assertThat(clone.run("ls-files", "--stage", "run.sh").ok()).startsWith("100755");
        assertThat(headOfAnotherReplica()).isEqualTo(clone.head());
    }

    @Test
    void keepsMergesAsTheyAre() throws IOException {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        clone.run("checkout", "--quiet", "-b", "topic").ok();
        clone.write("topic.txt", "draft").commit("draft");
        clone.write("topic.txt", "done").commit("done");
        clone.run("checkout", "--quiet", "main").ok();
        clone.write("a.txt", "two").commit("two");
        clone.run("merge", "--quiet", "--no-ff", "-m", "Merge topic", "topic").ok();

        clone.push("main").ok();

        assertThat(versions())
                .containsExactly("3 user Merge topic", "2 user two", "1 agent a step");
        assertThat(headOfAnotherReplica()).isEqualTo(clone.head());
        var second = git.clone(address);
        assertThat(second.run("fsck", "--strict").ok()).doesNotContain("missing");
        assertThat(second.run("show", "HEAD^2~1:topic.txt").ok()).isEqualTo("draft");
    }

    @Test
    void aMergeWithTheNewestVersionFollowsIt() throws IOException {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        clone.write("mine.txt", "1").commit("mine");
        commit(put("a.txt", "two"));
        assertThat(clone.push("main").refused()).contains("fetch first");
        clone.run("pull", "--quiet", "--no-rebase", "--no-edit").ok();

        clone.push("main").ok();

        assertThat(versions()).hasSize(3);
        assertThat(text("a.txt") + text("mine.txt")).isEqualTo("two1");
        assertThat(headOfAnotherReplica()).isEqualTo(clone.head());
        git.clone(address).run("fsck", "--strict").ok();
    }

    @Test
    void refusesWhatWouldTakeVersionsBack() {
        commit(put("a.txt", "one"));
        commit(put("a.txt", "two"));
        var clone = git.clone(address);
        clone.run("reset", "--quiet", "--hard", "HEAD~1").ok();
        clone.write("a.txt", "other").commit("other");

        assertThat(clone.push("--force", "main").refused())
                .contains("remote: Versions are never taken back");
        assertThat(clone.push("--delete", "main").refused())
                .contains("remote: A branch with versions is not deleted");
        assertThat(clone.push("HEAD:refs/heads/other").refused())
                .contains("Only the branch main is kept here, not refs/heads/other");
        clone.run("tag", "v1").ok();
        assertThat(clone.push("v1").refused()).contains("not refs/tags/v1");
        assertThat(versions()).hasSize(2);
        assertThat(text("a.txt")).isEqualTo("two");
    }

    @Test
    void ofPushesAtOnceOneWins() throws Exception {
        commit(put("a.txt", "one"));
        var clones = IntStream.range(0, 4).mapToObj(n -> git.clone(address)).toList();
        for (var clone : clones) {
            clone.write("a.txt", clone.folder().toString()).commit("mine");
        }

        var results = new ArrayList<Git.Result>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var push = (Function<Git, Callable<Git.Result>>) clone -> () -> clone.push("main");
            for (var result : threads.invokeAll(clones.stream().map(push).toList())) {
                results.add(result.get());
            }
        }

        assertThat(results).filteredOn(result -> result.status() == 0).hasSize(1);
        assertThat(results)
                .filteredOn(result -> result.status() != 0)
                .allMatch(result -> result.output().matches("(?s).*(fetch first|newer version).*"));
        assertThat(versions()).hasSize(2);
    }

    @Test
    void servesLongHistories() throws IOException {
        for (int step = 1; step <= 210; step++) {
            commit(put("a.txt", "step " + step));
        }

        var clone = git.clone(address);

        assertThat(clone.run("rev-list", "--count", "HEAD").ok()).isEqualTo("210");
        assertThat(headOfAnotherReplica()).isEqualTo(clone.head());
    }

    @Test
    void refusesRequestsThatAreNotOfGit() {
        commit(put("a.txt", "one"));
        var upload = "/git/" + project + ".git/git-upload-pack";
        var type = MediaType.get("application/x-git-upload-pack-request");

        api.send("POST", upload, RequestBody.create("not git", type))
                .expectProblem(400, "invalid_request");
        api.with("Content-Encoding", "gzip")
                .send("POST", upload, RequestBody.create("not gzip", type))
                .expectProblem(400, "invalid_request");
        api.with("Content-Encoding", "br")
                .send("POST", upload, RequestBody.create("0000", type))
                .expectProblem(415, "unsupported_media_type");
        api.with("Content-Encoding", "gzip")
                .send("POST", upload, RequestBody.create(bomb(), type))
                .expectProblem(413, "too_large");
        api.post(upload, Map.of()).expectProblem(415, "unsupported_media_type");
    }

    @Test
    void refusesPacksOfMillionsOfObjects() {
        var receive = "/git/" + project + ".git/git-receive-pack";
        var type = MediaType.get("application/x-git-receive-pack-request");
        var names = "0".repeat(40) + " " + "1".repeat(40) + " refs/heads/main\0report-status";
        var line = "%04x%s".formatted(names.length() + 4, names);

        api.send("POST", receive, RequestBody.create(line + "0000PACK\0\0\0\2\0mmm", type))
                .expectProblem(413, "too_large");
        api.send("POST", receive, RequestBody.create("fffe" + "x".repeat(70_000), type))
                .expectProblem(400, "invalid_request");
        api.send("POST", receive, RequestBody.create("0000", type)).expect(200);
    }

    /** A few kilobytes that unpack to 64 MB of lines that git would go on reading. */
    private static byte[] bomb() {
        var line = "0032want 0123456789012345678901234567890123456789\n".getBytes(UTF_8);
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            for (int i = 0; i < (64 << 20) / line.length; i++) {
                gzip.write(line);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "con.txt, cannot be used everywhere: con.txt",
        "A.txt, differ only in case",
        "docs/Z?.md, cannot be used everywhere"
    })
    void refusesPathsThatAVersionMayNotHave(String path, String reason) {
        commit(put("a.txt", "one"), put("docs/x", ""));
        var clone = git.clone(address);
        clone.write(path, "1").commit("bad");

        assertThat(clone.push("main").refused()).contains(reason);
        assertThat(versions()).hasSize(1);
    }

    @Test
    void refusesLinksAndLargeFilesAndKeepsNothingOfThem() throws IOException {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        clone.write("big.txt", "x".repeat((1 << 20) + 1)).commit("big");
        assertThat(clone.push("main").refused()).contains("1,048,576");
        clone.run("reset", "--quiet", "--hard", "HEAD~1").ok();
        Files.createSymbolicLink(clone.folder().resolve("link"), Path.of("/etc/passwd"));
        clone.write("other.txt", "not kept").commit("link");

        assertThat(clone.push("main").refused()).contains("symbolic link").contains(": link");

        assertThat(writer.sql().asUser(owner, "select count(*) from public.blobs")).isEqualTo("1");
    }

    @Test
    void saysThatThereIsNoRoomAndKeepsNothingOfThePush() {
        commit(put("a.txt", "one"));
        var clone = git.clone(address);
        clone.write("b.txt", "two").commit("no room");
        StorageLimits.leave(writer.sql(), owner, 2);

        assertThat(clone.push("main").refused()).contains("take up all the room");

        assertThat(versions()).hasSize(1);
        StorageLimits.leave(writer.sql(), owner, 1 << 20);
        clone.push("main").ok();
    }

    @Test
    void asksForAToken() {
        commit(put("a.txt", "one"));
        var path = "/git/" + project + ".git/info/refs?service=git-upload-pack";
        var readOnly = token("projects:read");

        var refused = anyone.get(path).expectProblem(401, "unauthenticated");
        assertThat(refused.header("WWW-Authenticate")).startsWith("Basic realm=");
        assertThat(git.run("clone", address("git:sk-samo-wrong-token")).refused())
                .contains("Authentication failed");
        assertThat(git.run("clone", address("git:" + token("keys:read"))).refused())
                .contains("403");
        git.clone(address(token("git") + ":"));
        var reader = git.clone(address("git:" + readOnly));
        reader.write("a.txt", "two").commit("two");
        assertThat(reader.push("main").refused()).contains("403");
        assertThat(versions()).hasSize(1);
    }

    @Test
    void hidesStrangersProjects() {
        commit(put("a.txt", "one"));
        var stranger = anyone.register();
        var path = "/git/" + project + ".git";

        stranger.get(path + "/info/refs?service=git-upload-pack").expectProblem(404, "not_found");
        stranger.get(path + "/info/refs?service=git-receive-pack").expectProblem(404, "not_found");
        stranger.get("/git/" + UUID.randomUUID() + ".git/info/refs?service=git-upload-pack")
                .expectProblem(404, "not_found");
        api.get(path + "/info/refs?service=git-nothing").expectProblem(400, "invalid_request");
        api.get(path + "/info/refs").expectProblem(400, "invalid_request");
        api.get(path + "/HEAD").expectProblem(404, "not_found");
    }

    @Test
    void clonesAProjectOfTheLargestKind() {
        var random = new Random(1);
        var files =
                IntStream.range(0, 2000)
                        .mapToObj(n -> {
                            var bytes = new byte[n % 20 == 0 ? 50_000 : 500];
                            random.nextBytes(bytes);
                            return put("folder" + n % 50 + "/file" + n + ".bin", bytes);
                        })
                        .toArray(VersionWriter.Change[]::new);
        commit(files);

        var clone = git.clone(address);

        assertThat(clone.run("ls-files").ok().lines()).hasSize(2000);
        assertThat(clone.run("fsck").ok()).doesNotContain("error");
    }
}
