package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.json.JsonMapper;

import java.util.List;
import java.util.Map;

@ServiceTest
class LockedPathsTests {
    @Autowired Api api;
    @Autowired JsonMapper json;

    @Test
    void aRunGoesOnWithoutTheFilesThatAreLocked() {
        var user = new RunFixture(api.register(), json);
        var project = user.demoProject();
        var path = "/api/projects/" + project;
        user.api()
                .put(path + "/locks", Map.of("paths", List.of("*.md", "*.css", "css/**")))
                .expect(200);

        var run = user.generate(project);

        assertThat(user.awaitEnd(run).path("status").stringValue()).isEqualTo("completed");
        var rejected =
                user.log(run).stream()
                        .filter(event -> event.path("type").asString().equals("file.rejected"))
                        .toList();
        assertThat(rejected)
                .isNotEmpty()
                .allSatisfy(event -> {
                    assertThat(event.at("/data/path").stringValue()).endsWith(".css");
                    assertThat(event.at("/data/reason").stringValue()).isEqualTo("locked");
                    assertThat(event.at("/data/lock").stringValue()).contains("css");
                    assertThat(event.path("agent").isString()).isTrue();
                });
        assertThat(user.api().get(path + "/files").expect(200).json().findValuesAsString("path"))
                .isNotEmpty()
                .noneMatch(file -> file.endsWith(".md") || file.endsWith(".css"));
    }
}
