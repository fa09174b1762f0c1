package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Zip archives that become projects, and those that must not. */
@ServiceTest
class ZipImportTests {
    private static final String PLACE = "/api/projects/import";
    private static final int LINK = 0120777;

    @Autowired Api anyone;
    @Autowired Environment environment;

    private Api api;

    @BeforeEach
    void register() {
        api = anyone.register();
    }

    /** An archive in the making. */
    private static final class Zip {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final ZipArchiveOutputStream zip = new ZipArchiveOutputStream(bytes);

        static Zip of(String... pathsAndTexts) {
            var zip = new Zip();
            for (int place = 0; place < pathsAndTexts.length; place += 2) {
                zip.add(pathsAndTexts[place], pathsAndTexts[place + 1]);
            }
            return zip;
        }

        Zip encoding(String charset) {
            zip.setEncoding(charset);
            zip.setUseLanguageEncodingFlag(false);
            return this;
        }

        Zip add(String path, String text) {
            return add(new ZipArchiveEntry(path), text.getBytes(StandardCharsets.UTF_8));
        }

        Zip add(ZipArchiveEntry entry, byte[] content) {
            try {
                zip.putArchiveEntry(entry);
                zip.write(content);
                zip.closeArchiveEntry();
                return this;
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }

        byte[] bytes() {
            try {
                zip.finish();
                return bytes.toByteArray();
            } catch (IOException impossible) {
                throw new UncheckedIOException(impossible);
            }
        }
    }

    private Answer send(Api client, byte[] archive, String... namesAndValues) {
        var form =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart(
                                "file",
                                "shop.zip",
                                RequestBody.create(archive, MediaType.get("application/zip")));
        for (int place = 0; place < namesAndValues.length; place += 2) {
            form.addFormDataPart(namesAndValues[place], namesAndValues[place + 1]);
        }
        return client.send("POST", PLACE, form.build());
    }

    private List<String> paths(JsonNode project) {
        var tree = api.get("/api/projects/" + project.path("id").stringValue() + "/files");
        return tree.expect(200).json().findValuesAsString("path");
    }

    @Test
    void makesAProjectWithItsFirstVersion() {
        var zip =
                Zip.of("shop/index.html", "<p>", "shop/src/app.js", "x()", "shop/пустой", "")
                        .add(new ZipArchiveEntry("shop/empty folder/"), new byte[0])
                        .add("shop/.git/config", "[core]")
                        .add("shop/sub/.GIT/HEAD", "ref")
                        .add("__MACOSX/shop/._index.html", "litter")
                        .add("shop/.DS_Store", "litter");

        var answer = send(api, zip.bytes(), "name", "Лавка", "description", "Sells\napples");

        var project = answer.expect(201).json();
        var place = "/api/projects/" + project.path("id").stringValue();
        assertThat(answer.header("Location")).isEqualTo(place);
        assertThat(project.path("name").stringValue()).isEqualTo("Лавка");
        assertThat(project.path("description").stringValue()).isEqualTo("Sells\napples");
        assertThat(project.path("head_version").intValue()).isOne();
        assertThat(project.path("file_count").intValue()).isEqualTo(3);
        assertThat(project).isEqualTo(api.get(place).expect(200).json());
        assertThat(paths(project)).containsExactly("index.html", "src/app.js", "пустой");
        assertThat(api.get(place + "/files/src/app.js").text()).isEqualTo("x()");
        var version = api.get(place + "/versions/1").expect(200).json();
        assertThat(version.path("author").stringValue()).isEqualTo("import");
        assertThat(version.path("message").stringValue()).isEqualTo("Import shop.zip");
    }

    @Test
    void givesTheProjectTheArchivesNameWhereItGetsNone() {
        var project = send(api.with("Accept-Language", "ru"), Zip.of("a", "1").bytes());

        assertThat(project.expect(201).json().path("name").stringValue()).isEqualTo("shop");
        assertThat(project.json().path("description").stringValue())
                .isEqualTo("Импортировать shop.zip");
    }

    @Test
    void keepsFoldersThatNotEverythingIsIn() {
        assertThat(paths(send(api, Zip.of("a/1", "", "b/2", "").bytes()).expect(201).json()))
                .containsExactly("a/1", "b/2");
        assertThat(paths(send(api, Zip.of("a/1", "", "a2", "").bytes()).expect(201).json()))
                .containsExactly("a/1", "a2");
        assertThat(paths(send(api, Zip.of("a/b/1", "", "a/b/2", "").bytes()).expect(201).json()))
                .containsExactly("b/1", "b/2");
    }

    @Test
    void readsTheNamesOfOldWindows() {
        var zip = new Zip().encoding("IBM866").add("Лавка\\Цены.txt", "1");

        assertThat(paths(send(api, zip.bytes()).expect(201).json())).containsExactly("Цены.txt");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../a",
                "a/../../b",
                "/etc/passwd",
                "..\\a",
                "C:\\windows\\a",
                "C:/a",
                "a//b",
                "./a",
                "top/../x",
                "con.txt",
                "a\u0001b",
                "a/b."
            })
    void refusesPathsThatAProjectCannotHave(String path) {
        assertRefused(
                Zip.of("fine.txt", "1", path, "2").bytes(), 400, "path that a project cannot");
        assertRefused(Zip.of(path, "2").bytes(), 400, "path that a project cannot");
    }

    @ParameterizedTest
    @CsvSource({"a.txt, a.txt", "a.txt, A.TXT", "й.txt, Й.txt", "a, a/b", "A/b, a", "й, и\u0306"})
    void refusesPathsThatAreTheSameOnSomeDisks(String one, String other) {
        assertRefused(Zip.of("x", "", one, "1", other, "2").bytes(), 400, "holds a path twice");
    }

    @Test
    void refusesLinksAndDevices() {
        var link = new ZipArchiveEntry("link");
        link.setUnixMode(LINK);
        var pipe = new ZipArchiveEntry("pipe");
        pipe.setUnixMode(0010644);
        byte[] target = "/etc/passwd".getBytes(StandardCharsets.UTF_8);

        assertRefused(Zip.of("a", "1").add(link, target).bytes(), 400, "link or a device (link)");
        assertRefused(Zip.of("a", "1").add(pipe, target).bytes(), 400, "link or a device (pipe)");
    }

    @Test
    void refusesWhatIsEncrypted() {
        var bytes = Zip.of("secret.txt", "1").bytes();
        // The flag in the directory's entry, 8 bytes after its signature.
        bytes[find(bytes, "PK\1\2") + 8] |= 1;

        assertRefused(bytes, 400, "encrypted (secret.txt)");
    }

    private static int find(byte[] bytes, String signature) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(signature);
    }

    @Test
    void refusesWhatIsNoZipOrABrokenOne() {
        var good = Zip.of("a.txt", "some text that is long enough to be packed, packed, packed");
        var bytes = good.bytes();
        var flipped = bytes.clone();
        flipped[40] ^= 0x55;
        var wrongSum = bytes.clone();
        wrongSum[find(bytes, "PK\1\2") + 16] ^= 1;
        var wrongSize = bytes.clone();
        wrongSize[find(bytes, "PK\1\2") + 24] ^= 1;

        assertRefused(new byte[0], 400, "not a zip archive");
        assertRefused("<html>".repeat(9).getBytes(StandardCharsets.UTF_8), 400, "not a zip");
        assertRefused(Zip.of().bytes(), 400, "holds no files");
        assertRefused(Zip.of(".git/config", "x").bytes(), 400, "holds no files");
        assertRefused(Arrays.copyOf(bytes, bytes.length - 30), 400, "damaged");
        assertRefused(flipped, 400, "damaged");
        assertRefused(wrongSum, 400, "damaged");
        assertRefused(wrongSize, 400, "damaged");
    }

    @Test
    void refusesTooMuch() {
        var big = new byte[(1 << 20) + 1];
        var liar = Zip.of("x", "").add(new ZipArchiveEntry("big.bin"), big).bytes();
        assertRefused(liar, 413, "1 MiB at most (big.bin)");
        // The same, but the directory says that it is small.
        int entry = new String(liar, StandardCharsets.ISO_8859_1).lastIndexOf("PK\1\2");
        liar[entry + 26] = 0;
        assertRefused(liar, 413, "1 MiB at most (big.bin)");
        var many = new Zip();
        IntStream.rangeClosed(0, 2000).forEach(n -> many.add("f" + n, ""));
        assertRefused(many.bytes(), 413, "2,000 files at most");
    }

    @Test
    void stopsUnpackingWhatUnpacksToMuchMoreThanItIs() {
        var zeros = new byte[1 << 20];
        var bomb = new Zip();
        IntStream.range(0, 63).forEach(n -> bomb.add(new ZipArchiveEntry("z" + n), zeros));
        assertRefused(bomb.bytes(), 400, "unpacks to far more");

        var noise = new byte[1 << 19];
        new Random(1).nextBytes(noise);
        var large = new Zip().add(new ZipArchiveEntry("noise"), noise);
        IntStream.range(0, 64).forEach(n -> large.add(new ZipArchiveEntry("z" + n), zeros));
        assertRefused(large.bytes(), 413, "64 MiB at most");
    }

    @Test
    void refusesDirectoriesMadeToFillTheMemory() {
        var folders = new Zip();
        IntStream.rangeClosed(0, 20_000)
                .forEach(n -> folders.add(new ZipArchiveEntry(n + "/"), new byte[0]));

        assertRefused(folders.bytes(), 413, "too many entries");
    }

    private void assertRefused(byte[] archive, int status, String words) {
        var sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        var kept =
                "select (select count(*) from public.blobs where user_id = cast(? as uuid))"
                        + " + (select count(*) from public.projects where user_id = cast(? as uuid))";
        var user = api.get("/api/auth/user").expect(200).json().path("id").stringValue();
        var before = sql.asOwner(kept, user, user);

        var problem =
                send(api, archive)
                        .expectProblem(status, status == 413 ? "too_large" : "invalid_request")
                        .json();

        assertThat(problem.path("detail").stringValue()).contains(words);
        assertThat(sql.asOwner(kept, user, user)).isEqualTo(before);
    }

    @Test
    void namesTheFieldThatIsWrong() {
        var zip = Zip.of("a", "1").bytes();

        assertPointer(send(api, zip, "name", "x".repeat(121)), "name");
        assertPointer(send(api, zip, "name", "two\nlines"), "name");
        assertPointer(send(api, zip, "description", "a\0b"), "description");
        var empty = new MultipartBody.Builder().setType(MultipartBody.FORM);
        assertPointer(api.send("POST", PLACE, empty.addFormDataPart("name", "x").build()), "file");
        api.post(PLACE, Map.of()).expectProblem(415, "unsupported_media_type");
    }

    private static void assertPointer(Answer answer, String pointer) {
        var problem = answer.expectProblem(400, "invalid_request").json();
        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
    }

    @Test
    void importsOnceHoweverOftenItIsSent() {
        var client = api.with("Idempotency-Key", "import-1");
        var body = Zip.of("a", "1").bytes();

        // Each time with another boundary, as clients do.
        var first = send(client, body, "name", "one").expect(201);
        var second = send(client, body, "name", "one").expect(201);

        assertThat(second.text()).isEqualTo(first.text());
        assertThat(second.header("Idempotency-Replayed")).isEqualTo("true");
        send(client, Zip.of("a", "2").bytes(), "name", "one")
                .expectProblem(422, "idempotency_mismatch");
        send(client, body, "name", "two").expectProblem(422, "idempotency_mismatch");
    }

    @Test
    void asksForATokenAndTheRightToWrite() {
        send(anyone, Zip.of("a", "1").bytes()).expectProblem(401, "unauthenticated");
    }

    @Test
    void takesBackWhatItExported() {
        var content = "text\n".repeat(1000);
        var first = send(api, Zip.of("a/b.txt", content, "a/c", "2").bytes()).expect(201).json();
        var place = "/api/projects/" + first.path("id").stringValue();

        var again = send(api, api.get(place + "/export").expect(200).body()).expect(201).json();

        assertThat(paths(again)).isEqualTo(paths(first));
        var sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        assertThat(
                        sql.asOwner(
                                "select count(*) from public.blobs b join public.projects p"
                                        + " using (user_id) where p.id = cast(? as uuid)",
                                again.path("id").stringValue()))
                .isEqualTo("2");
    }
}
