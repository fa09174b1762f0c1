package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.UserId;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.ZipInputStream;

@ServiceTest
class FileApiTests {
    private static final byte[] BINARY = {(byte) 0x89, 'P', 'N', 'G', 0, 1};

    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private Api api;
    private VersionWriter writer;
    private UserId owner;
    private ProjectId project;
    private String path;

    @BeforeEach
    void createProject() {
        api = anyone.register();
        var body = Map.of("name", "Лавка \"Яблоко\"", "description", "about");
        var id = api.post("/api/projects", body).expect(201).json().path("id").stringValue();
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        writer = new VersionWriter(sql, json);
        project = new ProjectId(UUID.fromString(id));
        owner =
                new UserId(
                        UUID.fromString(
                                sql.asOwner(
                                        "select user_id from public.projects"
                                                + " where id = cast(? as uuid)",
                                        id)));
        path = "/api/projects/" + id;
    }

    private void commit(VersionWriter.Change... changes) {
        writer.commit(owner, project, changes);
    }

    @Test
    void showsTheTreeOfEveryVersion() {
        assertThat(api.get(path + "/files").expect(200).text())
                .isEqualTo("{\"version\":0,\"files\":[]}");
        commit(put("b.txt", "1"), put("a/привет.txt", "2"));
        commit(delete("b.txt"));

        assertThat(paths(api.get(path + "/files"))).isEqualTo("2: a/привет.txt");
        assertThat(paths(api.get(path + "/files?version=1"))).isEqualTo("1: a/привет.txt b.txt");
        api.get(path + "/files?version=3").expectProblem(404, "not_found");
        api.get(path + "/files?version=x").expectProblem(400, "invalid_request");
    }

    private static String paths(Answer answer) {
        var tree = answer.expect(200).json();
        var paths =
                tree.path("files")
                        .valueStream()
                        .map(file -> file.path("path").stringValue())
                        .toList();
        return tree.path("version").intValue() + ": " + String.join(" ", paths);
    }

    @Test
    void servesBytesThatNoBrowserRuns() {
        commit(put("web/index.html", "<script>alert('привет')</script>"), put("logo.png", BINARY));

        var page = api.get(path + "/files/web/index.html").expect(200);

        assertThat(page.text()).isEqualTo("<script>alert('привет')</script>");
        assertThat(page.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(page.header("Content-Disposition")).startsWith("attachment; ");
        assertThat(page.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(page.header("Content-Security-Policy")).contains("sandbox");
        assertThat(page.header("Cache-Control")).isEqualTo("no-cache, private");
        var image = api.get(path + "/files/logo.png").expect(200);
        assertThat(image.body()).isEqualTo(BINARY);
        assertThat(image.header("Content-Type")).isEqualTo("image/png");
    }

    @Test
    void answersAnEmptyBodyToWhomeverHasTheContent() {
        commit(put("a.txt", "one"));
        var tag = api.get(path + "/files/a.txt").expect(200).header("ETag");

        var known = api.with("If-None-Match", tag).get(path + "/files/a.txt").expect(304);
        assertThat(known.body()).isEmpty();
        assertThat(known.header("ETag")).isEqualTo(tag);
        commit(put("a.txt", "two"));
        api.with("If-None-Match", tag).get(path + "/files/a.txt").expect(200);
    }

    @Test
    void describesAFileInJson() {
        commit(put("package.json", "{}"), put("logo.png", BINARY));
        var asJson = api.with("Accept", "application/json");

        var text = asJson.get(path + "/files/package.json").expect(200).json();
        var image = asJson.get(path + "/files/logo.png?version=1").expect(200).json();

        assertThat(text.path("content").stringValue()).isEqualTo("{}");
        assertThat(text.path("content_base64").isNull()).isTrue();
        assertThat(image.path("content").isNull()).isTrue();
        assertThat(image.path("content_base64").stringValue()).isEqualTo("iVBORwAB");
        assertThat(image.path("size").intValue()).isEqualTo(6);
        assertThat(api.get(path + "/files/package.json").text()).isEqualTo("{}");
    }

    @Test
    void findsPathsOfEveryKind() {
        commit(put("pages/[id].tsx", "1"), put("with space/й.md", "2"), put(".env.example", "3"));

        assertThat(api.get(path + "/files/pages/%5Bid%5D.tsx").expect(200).text()).isEqualTo("1");
        assertThat(api.get(path + "/files/with%20space/%D0%B9.md").expect(200).text())
                .isEqualTo("2");
        assertThat(api.get(path + "/files/with%20space/%D0%B8%CC%86.md").expect(200).text())
                .isEqualTo("2");
        assertThat(api.get(path + "/files/.env.example").expect(200).text()).isEqualTo("3");
        api.get(path + "/files/nothing").expectProblem(404, "not_found");
        api.get(path + "/files/pages").expectProblem(404, "not_found");
        api.get(path + "/files/a%3Ab").expectProblem(404, "not_found");
        assertThat(api.get(path + "/files/%2e%2e/%2e%2e/projects").status()).isIn(400, 404);
    }

    @Test
    void pagesThroughTheVersions() {
        for (int step = 1; step <= 3; step++) {
            commit(put("a.txt", "step " + step));
        }

        var first = api.get(path + "/versions?limit=2").expect(200).json();
        var cursor = first.at("/pagination/next_cursor").stringValue();
        var rest = api.get(path + "/versions?limit=2&cursor=" + cursor).expect(200).json();

        assertThat(first.at("/data/0/number").intValue()).isEqualTo(3);
        assertThat(first.at("/data/1/number").intValue()).isEqualTo(2);
        assertThat(rest.at("/data/0/number").intValue()).isOne();
        assertThat(rest.at("/pagination/has_more").booleanValue()).isFalse();
        assertThat(api.get(path + "/versions/2").expect(200).json()).isEqualTo(first.at("/data/1"));
        api.get(path + "/versions/4").expectProblem(404, "not_found");
        api.get(path + "/versions/0").expectProblem(404, "not_found");
    }

    @Test
    void exportsAVersionAsAZip() throws IOException {
        api.get(path + "/export").expectProblem(404, "not_found");
        commit(put("b/привет.txt", "текст"), put("a.bin", BINARY), put("same.bin", BINARY));
        commit(delete("a.bin"));

        var zip = api.get(path + "/export?version=1").expect(200);

        assertThat(unzip(zip.body()).keySet()).containsExactly("a.bin", "b/привет.txt", "same.bin");
        assertThat(unzip(zip.body()))
                .containsEntry("b/привет.txt", "текст".getBytes(StandardCharsets.UTF_8))
                .containsEntry("same.bin", BINARY);
        assertThat(zip.header("Content-Type")).isEqualTo("application/zip");
        assertThat(zip.header("Content-Disposition"))
                .isEqualTo(
                        "attachment; filename=\"project-v1.zip\"; filename*=UTF-8''"
                                + "%D0%9B%D0%B0%D0%B2%D0%BA%D0%B0%20_%D0%AF%D0%B1%D0%BB%D0%BE"
                                + "%D0%BA%D0%BE_-v1.zip");
        assertThat(api.get(path + "/export?version=1").body()).isEqualTo(zip.body());
        assertThat(unzip(api.get(path + "/export?format=zip").body())).hasSize(2);
        api.with("If-None-Match", zip.header("ETag")).get(path + "/export?version=1").expect(304);
        api.get(path + "/export?format=rar").expectProblem(400, "invalid_request");
    }

    @Test
    void exportsTheSameAsATarball() throws Exception {
        var deep = "очень/" + "длинный/".repeat(20) + "путь.txt";
        commit(put(deep, "текст"), put("a.bin", BINARY), put("empty", ""));
        commit(delete("a.bin"));

        var tar = api.get(path + "/export?version=1&format=tar.gz").expect(200);

        assertThat(tar.header("Content-Type")).isEqualTo("application/gzip");
        assertThat(tar.header("Content-Disposition")).contains("filename=\"project-v1.tar.gz\"");
        assertThat(tar.header("ETag")).isEqualTo("\"tar.gz-1\"");
        assertThat(untar(tar.body(), "-tv"))
                .hasSize(3)
                .allMatch(line -> line.startsWith("-rw-r--r-- 0/0 "), "belongs to nobody");
        assertThat(untar(tar.body(), "-t")).containsExactly("a.bin", "empty", deep);
        assertThat(untar(tar.body(), "-xO", deep)).containsExactly("текст");
        assertThat(api.get(path + "/export?version=1&format=tar.gz").body()).isEqualTo(tar.body());
        api.with("If-None-Match", tar.header("ETag"))
                .get(path + "/export?version=1&format=tar.gz")
                .expect(304);
        api.with("If-None-Match", tar.header("ETag")).get(path + "/export?version=1").expect(200);
    }

    /** What the real program says of an archive. */
    private static List<String> untar(byte[] archive, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("tar", "--quoting-style=literal", "-zf", "-"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("LC_ALL", "C.UTF-8");
        var running = process.start();
        try (var input = running.getOutputStream()) {
            input.write(archive);
        }
        var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(running.waitFor()).as(said).isZero();
        return said.lines().toList();
    }

    @Test
    void exportsManyMegabytes() throws IOException {
        var random = new Random(1);
        var contents = new LinkedHashMap<String, byte[]>();
        for (int n = 10; n < 40; n++) {
            var bytes = new byte[700_000];
            random.nextBytes(bytes);
            contents.put("f" + n, bytes);
        }
        contents.forEach((name, bytes) -> commit(put(name, bytes)));

        var exported = unzip(api.get(path + "/export").expect(200).body());

        assertThat(exported.keySet()).containsExactlyElementsOf(contents.keySet());
        contents.forEach((name, bytes) ->
                assertThat(Arrays.equals(exported.get(name), bytes)).as(name).isTrue());
    }

    private static Map<String, byte[]> unzip(byte[] bytes) throws IOException {
        var files = new LinkedHashMap<String, byte[]>();
        try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                files.put(entry.getName(), zip.readAllBytes());
            }
        }
        return files;
    }

    @Test
    void hidesAStrangersFiles() {
        commit(put("a.txt", "secret"));
        var stranger = anyone.register();

        for (String place :
                new String[] {"/files", "/files/a.txt", "/versions", "/versions/1", "/export"}) {
            stranger.get(path + place).expectProblem(404, "not_found");
            anyone.get(path + place).expectProblem(401, "unauthenticated");
            api.get(path + place).expect(200);
        }
    }

    @Test
    void deletesContentsWithTheirProject() {
        commit(put("a.txt", "only here"));

        api.delete(path).expect(204);

        assertThat(writer.sql().asUser(owner, "select count(*) from public.blobs")).isEqualTo("0");
    }
}
