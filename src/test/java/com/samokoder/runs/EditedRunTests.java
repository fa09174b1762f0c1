package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.RequestBody;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;

@ServiceTest
class EditedRunTests {
    private static final int EDITS = 12;

    @Autowired Api api;
    @Autowired JsonMapper json;

    @Test
    void whatIsEditedWhileARunWorksIsInItsResult() {
        var user = new RunFixture(api.register(), json);
        var project = user.demoProject();
        var path = "/api/projects/" + project;
        var run = user.generate(project);
        var edited = new ArrayList<String>();
        for (int step = 1; step <= EDITS; step++) {
            // One edit between any two of the run's steps, as far as it gets.
            int steps = step;
            user.await(
                    run,
                    now ->
                            now.path("usage").path("steps").intValue() >= steps - 1
                                    || RunFixture.OVER.contains(now.path("status").stringValue()));
            var note = "notes/" + step + ".txt";
            var body = RequestBody.create(note.getBytes(StandardCharsets.UTF_8));
            user.api().send("PUT", path + "/files/" + note, body).expect(201);
            edited.add(note);
        }

        assertThat(user.awaitEnd(run).path("status").stringValue()).isEqualTo("completed");
        var files = user.api().get(path + "/files").expect(200).json();
        assertThat(files.findValuesAsString("path")).containsAll(edited).contains("README.md");
        var authors = user.api().get(path + "/versions?limit=100").expect(200).json();
        assertThat(authors.findValuesAsString("author")).containsOnly("agent", "user");
        assertThat(authors.path("data").size()).isEqualTo(files.path("version").intValue());
        assertThat(
                        user.log(run).stream()
                                .filter(event ->
                                        event.path("type").asString().equals("run.completed")))
                .hasSize(1);
    }
}
