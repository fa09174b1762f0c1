package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.BufferedReader;
import java.util.List;
import java.util.Map;
import java.util.UUID;

@Execution(ExecutionMode.CONCURRENT)
@ServiceTest
class ChatTests {
    @Autowired Api api;
    @Autowired JsonMapper json;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "A kanban board | Call it \"My week\" | index.html | <h1>My week</h1>",
                "Канбан-доска | Назови «Моя неделя» | index.html | <h1>Моя неделя</h1>",
                "Python expense tracker | Say \"Money\" | expenses/texts.py | ABOUT = \"Money\"",
                "A quiz on Node | Call it \"Ask\" | public/index.html | <h1>Ask</h1>",
            })
    void aMessageChangesTheProjectAndIsAnswered(
            String description, String message, String path, String line) {
        var user = newUser();
        var project = user.project(description, Map.of("provider", "demo"));
        user.awaitCompleted(user.generate(project));
        int before = version(user, project);

        var run = chat(user, project, Map.of("message", message));
        var ended = user.awaitEnd(run);

        assertThat(ended.path("status").stringValue()).as(ended.toString()).isEqualTo("completed");
        assertThat(ended.path("kind").stringValue()).isEqualTo("chat");
        assertThat(ended.path("instructions").stringValue()).isEqualTo(message);
        assertThat(version(user, project)).isEqualTo(before + 1);
        assertThat(content(user, project, path)).contains(line);
        assertContext(ended.path("steps").get(0).path("context"), path);
        assertThat(RunFixture.types(user.log(run)))
                .contains("step.context", "file.started", "checks.completed", "version.created")
                .endsWith("run.completed");
        var said = user.api().get("/api/projects/" + project + "/messages").expect(200).json();
        var answer = said.path("data").get(0);
        assertThat(answer.path("role").stringValue()).isEqualTo("assistant");
        assertThat(answer.path("version").intValue()).isEqualTo(before + 1);
        assertThat(answer.path("content").stringValue()).contains(path);
        assertThat(said.path("data").get(1).path("content").stringValue()).isEqualTo(message);
        assertThat(status(user, project)).isEqualTo("completed");
    }

    private static void assertContext(JsonNode context, String path) {
        assertThat(context.path("files").findValuesAsString("path")).contains(path);
        var tokens = context.path("tokens");
        assertThat(tokens.path("total").longValue())
                .isEqualTo(
                        tokens.path("system").longValue()
                                + tokens.path("tree").longValue()
                                + tokens.path("files").longValue()
                                + tokens.path("task").longValue())
                .isLessThanOrEqualTo(context.path("window").longValue());
    }

    @ParameterizedTest
    @CsvSource({"What does it do?, no AI was used", "Что она умеет?, ИИ не использовался"})
    void aQuestionIsAnsweredAndChangesNothing(String question, String answer) {
        var user = newUser();
        var project = user.demoProject();
        user.awaitCompleted(user.generate(project));
        int before = version(user, project);

        user.awaitCompleted(chat(user, project, Map.of("message", question, "mode", "ask")));

        assertThat(version(user, project)).isEqualTo(before);
        var newest = messages(user, project).getFirst();
        assertThat(newest.path("content").stringValue()).contains(answer);
        assertThat(newest.path("version").isNull()).isTrue();
        assertThat(newest.path("mode").stringValue()).isEqualTo("ask");
    }

    @Test
    void anEmptyProjectCanBeTalkedAboutAndBegun() {
        var user = newUser();
        var project = user.demoProject();

        user.awaitCompleted(chat(user, project, Map.of("message", "Why?", "mode", "ask")));
        assertThat(status(user, project)).isEqualTo("draft");
        user.awaitCompleted(chat(user, project, Map.of("message", "Begin with a \"Plan\"")));

        assertThat(content(user, project, "README.md")).isEqualTo("# Plan\n");
        assertThat(status(user, project)).isEqualTo("completed");
        assertThat(messages(user, project))
                .extracting(message -> message.path("role").stringValue())
                .containsExactly("assistant", "user", "assistant", "user");
    }

    @Test
    void theConversationIsReadInPages() {
        var user = newUser();
        var project = user.demoProject();
        for (int i = 0; i < 2; i++) {
            user.awaitCompleted(chat(user, project, Map.of("message", "q" + i, "mode", "ask")));
        }

        var path = "/api/projects/" + project + "/messages?limit=3";
        var first = user.api().get(path).expect(200).json();
        var cursor = first.path("pagination").path("next_cursor").stringValue();
        var second = user.api().get(path + "&cursor=" + cursor).expect(200).json();

        assertThat(first.path("data").size()).isEqualTo(3);
        assertThat(second.path("data").size()).isEqualTo(1);
        assertThat(second.path("data").get(0).path("content").stringValue()).isEqualTo("q0");
        assertThat(second.path("pagination").path("has_more").booleanValue()).isFalse();
    }

    @Test
    void aChatCanBeFollowedInTheSameCall() throws Exception {
        var user = newUser();
        var project = user.demoProject();
        var body =
                RequestBody.create(
                        "{\"message\": \"Name it \\\"Streamed\\\"\"}",
                        MediaType.get("application/json"));
        var request =
                user.api()
                        .with("Accept", "text/event-stream")
                        .request("POST", "/api/projects/" + project + "/chat", body);
        List<JsonNode> events;
        try (var response = Api.client().newCall(request).execute()) {
            assertThat(response.code()).isEqualTo(200);
            assertThat(response.header("Location")).startsWith("/api/runs/");
            events = user.read(new BufferedReader(response.body().charStream()));
        }

        RunFixture.assertGapless(events);
        assertThat(RunFixture.types(events)).startsWith("run.queued").endsWith("run.completed");
        assertThat(content(user, project, "README.md")).isEqualTo("# Streamed\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message\": \"\"}",
                "{\"message\": \"  \"}",
                "{\"message\": \"a\\u0000b\"}",
                "{\"message\": \"a\", \"mode\": \"delete\"}",
                "{\"message\": \"a\", \"limits\": {\"steps\": 0}}",
                "{\"message\": \"a\", \"model\": \"x\"}",
                "[]"
            })
    void whatIsNoMessageIsRefused(String body) {
        var user = newUser();
        var project = user.demoProject();

        user.api()
                .postRaw("/api/projects/" + project + "/chat", body)
                .expectProblem(400, "invalid_request");
        assertThat(messages(user, project)).isEmpty();
    }

    @Test
    void aMessageIsAtMostTwentyThousandCharacters() {
        var user = newUser();
        var path = "/api/projects/" + user.demoProject() + "/chat";

        user.api()
                .post(path, Map.of("message", "ж".repeat(20_001)))
                .expectProblem(400, "invalid_request");
        user.api().post(path, Map.of("message", "ж".repeat(20_000), "mode", "ask")).expect(202);
    }

    @Test
    void anArchivedProjectIsNotTalkedAbout() {
        var user = newUser();
        var project = user.demoProject();
        user.api().patch("/api/projects/" + project, Map.of("status", "archived")).expect(200);

        user.api()
                .post("/api/projects/" + project + "/chat", Map.of("message", "Hi"))
                .expectProblem(409, "conflict");
    }

    @Test
    void othersProjectsAndNobodysAreNotFound() {
        var user = newUser();
        var project = user.demoProject();
        user.awaitCompleted(chat(user, project, Map.of("message", "Why?", "mode", "ask")));
        var stranger = newUser().api();
        for (var id : List.of(project, UUID.nameUUIDFromBytes(new byte[] {1}).toString())) {
            stranger.post("/api/projects/" + id + "/chat", Map.of("message", "Hi"))
                    .expectProblem(404, "not_found");
            stranger.get("/api/projects/" + id + "/messages").expectProblem(404, "not_found");
        }
        api.post("/api/projects/" + project + "/chat", Map.of("message", "Hi"))
                .expectProblem(401, "unauthenticated");
        api.get("/api/projects/" + project + "/messages").expectProblem(401, "unauthenticated");
    }

    private RunFixture newUser() {
        return new RunFixture(api.register(), json);
    }

    private static String chat(RunFixture user, String project, Map<String, ?> body) {
        var answer = user.api().post("/api/projects/" + project + "/chat", body).expect(202);
        var run = answer.json().path("id").stringValue();
        assertThat(answer.header("Location")).isEqualTo("/api/runs/" + run);
        return run;
    }

    private static List<JsonNode> messages(RunFixture user, String project) {
        var path = "/api/projects/" + project + "/messages";
        return user.api().get(path).expect(200).json().path("data").valueStream().toList();
    }

    private static int version(RunFixture user, String project) {
        return user.api()
                .get("/api/projects/" + project + "/files")
                .expect(200)
                .json()
                .path("version")
                .intValue();
    }

    private static String content(RunFixture user, String project, String path) {
        return user.api().get("/api/projects/" + project + "/files/" + path).expect(200).text();
    }

    private static String status(RunFixture user, String project) {
        return user.api()
                .get("/api/projects/" + project)
                .expect(200)
                .json()
                .path("status")
                .stringValue();
    }
}
