package com.samokoder.files;

import static com.samokoder.files.VersionWriter.delete;
import static com.samokoder.files.VersionWriter.put;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Differences between versions, as the real {@code git} understands them. */
@ServiceTest
class DiffTests {
    private static final byte[] BINARY = {(byte) 0x89, 'P', 'N', 'G', 0, 1};

    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;
    @TempDir Path folder;

    private FileFixture files;

    @BeforeEach
    void createProject() {
        files = FileFixture.create(anyone, json, environment);
    }

    private Answer diff(int version, String query) {
        return files.api().get(files.path() + "/versions/" + version + "/diff" + query);
    }

    private JsonNode hunks(int version, String query) {
        var client = files.api().with("Accept", "application/json");
        return client.get(files.path() + "/versions/" + version + "/diff" + query)
                .expect(200)
                .json();
    }

    /** Three versions with about everything that can happen to a file. */
    private void makeHistory() {
        var many = lines(1, 200);
        files.commit(
                put("app.js", many),
                put("no end", "a\nb"),
                put("docs/с пробелом.md", "раз\nдва\n"),
                put("empty", ""),
                put("windows.txt", "a\r\nb\r\nc"),
                put("logo.png", BINARY),
                put("turns binary", "text"),
                put("gone.txt", "x\n"),
                put("gone.bin", new byte[] {0, 1, 2}));
        files.commit(
                put("app.js", many.replace("line 3\n", "line three\n").replace("line 180\n", "")),
                put("no end", "a\nb\n"),
                put("docs/с пробелом.md", "раз\nтри\n"),
                put("windows.txt", "a\r\nB\r\nc\n"),
                put("logo.png", noise(100_000)),
                put("turns binary", BINARY),
                put("new/empty file", ""),
                put("new/file.txt", "only line"),
                delete("gone.txt"),
                delete("gone.bin"),
                delete("empty"));
        files.commit(
                put("app.js", "line 0\n" + many + "-- \n+++ b/odd\n--- a/odd\n@@ -1 +1 @@\n"),
                put("empty", "no more"),
                delete("no end"));
    }

    private static String lines(int first, int last) {
        return IntStream.rangeClosed(first, last)
                .mapToObj(line -> "line " + line + "\n")
                .collect(Collectors.joining());
    }

    private static byte[] noise(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 2", "2, 3", "1, 3", "3, 1", "3, 0", "2, 2"})
    void turnsOneVersionIntoTheOtherWithGit(int against, int version) throws Exception {
        makeHistory();
        git("init", "-q", ".");
        var before = tree(against);
        for (var file : before.entrySet()) {
            write(file.getKey(), file.getValue());
        }
        if (version == 0) {
            // Versions count from 1: back to nothing is the way there, reversed.
            var patch = diff(against, "?against=0").expect(200);
            assertThat(apply(patch, "-R")).isEmpty();
            return;
        }

        var patch = diff(version, "?against=" + against).expect(200);

        assertThat(patch.header("Content-Type")).isEqualTo("text/x-diff;charset=UTF-8");
        assertThat(apply(patch)).isEqualTo(tree(version));
        if (against != version) {
            assertThat(apply(patch, "-R")).isEqualTo(before);
        }
    }

    private Map<String, String> apply(Answer patch, String... options) throws Exception {
        var file = Files.createTempFile(folder.getParent(), "change", ".diff");
        Files.write(file, patch.body());
        if (patch.body().length > 0) {
            var arguments = new ArrayList<>(List.of("apply", "--whitespace=nowarn"));
            arguments.addAll(List.of(options));
            arguments.add(file.toString());
            git(arguments.toArray(String[]::new));
        }
        Files.delete(file);
        return unpacked();
    }

    private void git(String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("git", "-c", "core.autocrlf=false"));
        command.addAll(List.of(arguments));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Contents by path, as Latin-1 so that nothing gets lost. */
    private Map<String, String> tree(int version) {
        var contents = new TreeMap<String, String>();
        var tree = files.api().get(files.path() + "/files?version=" + version).expect(200).json();
        for (var path : tree.findValuesAsString("path")) {
            var place = files.path() + "/files/" + path + "?version=" + version;
            var bytes = files.api().get(place).expect(200).body();
            contents.put(path, new String(bytes, StandardCharsets.ISO_8859_1));
        }
        return contents;
    }

    private void write(String path, String content) throws IOException {
        var file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
    }

    private Map<String, String> unpacked() throws IOException {
        var contents = new TreeMap<String, String>();
        try (var walk = Files.walk(folder)) {
            for (var file : walk.filter(Files::isRegularFile).toList()) {
                var path = folder.relativize(file).toString();
                if (!path.startsWith(".git/")) {
                    contents.put(path, Files.readString(file, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return contents;
    }

    @Test
    void comparesWithTheParentWhereNothingElseIsNamed() {
        makeHistory();

        assertThat(diff(2, "").text()).isEqualTo(diff(2, "?against=1").text()).isNotEmpty();
        assertThat(diff(1, "").text()).isEqualTo(diff(1, "?against=0").text()).isNotEmpty();
        assertThat(hunks(2, "").path("against").intValue()).isOne();
    }

    @Test
    void showsTheSameAsHunksInJson() {
        files.commit(put("a.txt", "1\n2\n3\n4\n5\n"), put("logo.png", BINARY), put("gone", "x"));
        files.commit(put("a.txt", "1\n2\nthree\n4\n5"), put("logo.png", noise(5)), delete("gone"));

        var diff = hunks(2, "");

        assertThat(diff.at("/files/0").toString())
                .contains("\"path\":\"a.txt\"", "\"additions\":2", "\"deletions\":2")
                .contains(
                        "\"hunks\":[{\"old_start\":1,\"old_lines\":5,\"new_start\":1,\"new_lines\":5,"
                                + "\"lines\":[\" 1\",\" 2\",\"-3\",\"+three\",\" 4\",\"-5\",\"+5\","
                                + "\"\\\\ No newline at end of file\"]}]");
        assertThat(diff.at("/files/1/change").stringValue()).isEqualTo("deleted");
        assertThat(diff.at("/files/1/after").isNull()).isTrue();
        assertThat(diff.at("/files/2/binary").booleanValue()).isTrue();
        assertThat(diff.at("/files/2/hunks").isEmpty()).isTrue();
        assertThat(diff.at("/files/2/after/size").intValue()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*/* | text/x-diff",
                "text/* | text/x-diff",
                "text/x-diff, application/json | text/x-diff",
                "application/json | application/json",
                "application/json, */*;q=0.5 | application/json",
                "text/x-diff;q=0.5, application/json | application/json"
            })
    void answersInTheFormThatIsLikedBest(String accept, String type) {
        files.commit(put("a.txt", "1"));

        var answer =
                files.api()
                        .with("Accept", accept)
                        .get(files.path() + "/versions/1/diff")
                        .expect(200);

        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.header("Vary")).contains("Accept");
    }

    @Test
    void refusesWhatItCannotAnswer() {
        files.commit(put("a.txt", "1"));

        diff(2, "").expectProblem(404, "not_found");
        diff(0, "").expectProblem(404, "not_found");
        diff(1, "?against=2").expectProblem(404, "not_found");
        diff(1, "?against=-1").expectProblem(404, "not_found");
        diff(1, "?against=x").expectProblem(400, "invalid_request");
        files.api()
                .with("Accept", "text/html")
                .get(files.path() + "/versions/1/diff")
                .expectProblem(406, "not_acceptable");
        anyone.register().get(files.path() + "/versions/1/diff").expectProblem(404, "not_found");
        anyone.get(files.path() + "/versions/1/diff").expectProblem(401, "unauthenticated");
    }

    @Test
    void saysWhatIsTooMuchInsteadOfSendingHalf() {
        var big = "0123456789abcde\n".repeat((1 << 16) - 1);
        for (int file = 0; file < 9; file++) {
            files.commit(put("big" + file, big + file));
        }

        diff(9, "?against=0").expectProblem(413, "too_large");
        var hunks = hunks(9, "?against=0").path("files");

        assertThat(hunks.valueStream().map(file -> file.path("truncated").booleanValue()))
                .containsExactly(false, false, false, false, false, false, true, true, true);
        assertThat(hunks.at("/8/additions").isNull()).isTrue();
        assertThat(diff(9, "").expect(200).body().length).isLessThan(2 << 20);
    }
}
