package com.samokoder.files;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.database.StorageLimits;
import com.samokoder.projects.ProjectId;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import okhttp3.MediaType;
import okhttp3.MultipartBody;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** What one user's files may take up. */
@ServiceTest
class StorageTests {
    @Autowired Api anyone;
    @Autowired JsonMapper json;
    @Autowired Environment environment;

    private FileFixture files;
    private TestSql sql;

    @BeforeEach
    void createProject() {
        files = FileFixture.create(anyone, json, environment);
        sql = files.writer().sql();
    }

    private Answer write(FileFixture in, String file, int bytes) {
        var body = RequestBody.create(new byte[bytes]);
        return in.api().send("PUT", in.path() + "/files/" + file, body);
    }

    @Test
    void aFullUserWritesNothingMoreAndLosesNothing() {
        write(files, "a", 100).expect(201);
        StorageLimits.leave(sql, files.owner(), 900);

        var refused = write(files, "a", 700).expectProblem(413, "storage_exceeded");

        assertThat(refused.json().path("source").stringValue()).isEqualTo("policy");
        assertThat(refused.json().path("retryable").booleanValue()).isFalse();
        assertThat(files.api().get(files.path() + "/files/a").expect(200).text()).hasSize(100);
        write(files, "b", 100).expect(201);
        write(files, "c", 80).expect(201);
        files.api().delete(files.path() + "/files/b").expect(200);
        files.api().post(files.path() + "/versions/2/restore").expect(201);
        write(FileFixture.create(anyone, json, environment), "a", 700).expect(201);
        write(files, "c", 60).expectProblem(413, "storage_exceeded");
    }

    @Test
    void anImportThatDoesNotFitMakesNoProject() throws IOException {
        StorageLimits.leave(sql, files.owner(), 300);

        upload(files.api(), 301).expectProblem(413, "storage_exceeded");
        upload(files.api(), 45).expectProblem(413, "storage_exceeded");

        assertThat(files.api().get("/api/projects").expect(200).json().path("data").size()).isOne();
        StorageLimits.leave(sql, files.owner(), 300);
        upload(files.api(), 44).expect(201);
    }

    @Test
    void aDeletedProjectGivesItsRoomBack() {
        write(files, "a", 1_000).expect(201);
        assertThat(StorageLimits.used(sql, files.owner())).isEqualTo(1_256);

        files.api().delete(files.path()).expect(204);

        assertThat(StorageLimits.used(sql, files.owner())).isZero();
    }

    @Test
    void ofSeveralThatWriteAtOnceOneGetsTheLastRoom() throws InterruptedException {
        StorageLimits.leave(sql, files.owner(), 1_500);
        try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
            // In projects of their own, so that nothing else keeps them apart.
            var writers =
                    IntStream.range(0, 6)
                            .mapToObj(n -> files.writer().newProject(files.owner(), "p" + n))
                            .<Callable<Integer>>map(project -> () -> write(project).status())
                            .toList();

            var answers = workers.invokeAll(writers);

            assertThat(answers.stream().map(Future::resultNow))
                    .containsExactlyInAnyOrder(201, 413, 413, 413, 413, 413);
        }
    }

    private Answer write(ProjectId project) {
        var content = (project + " ".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
        var path = "/api/projects/" + project + "/files/a.txt";
        return files.api().send("PUT", path, RequestBody.create(content));
    }

    private static Answer upload(Api api, int bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(packed)) {
            zip.putNextEntry(new ZipEntry("file.txt"));
            zip.write(new byte[bytes]);
        }
        var body =
                new MultipartBody.Builder()
                        .setType(MultipartBody.FORM)
                        .addFormDataPart(
                                "file",
                                "app.zip",
                                RequestBody.create(
                                        packed.toByteArray(), MediaType.get("application/zip")))
                        .build();
        return api.send("POST", "/api/projects/import", body);
    }
}
