package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Api;
import com.samokoder.testing.Fault;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Chats with a model that answers as the test says, over the wire of a provider. */
@ServiceTest
class ChatModelTests {
    private static final Pattern BOUNDARY = Pattern.compile("carry the word ([0-9a-f]{8})");

    @Autowired Api api;
    @Autowired JsonMapper json;
    private ReplayServer provider;
    private RunFixture user;
    private String project;

    @BeforeEach
    void connectAProvider() {
        provider = ReplayServer.start();
        user = new RunFixture(api.register(), json);
        var key =
                Map.of(
                        "provider",
                        "openai",
                        "name",
                        "stand-in",
                        "api_key",
                        "test-" + "k".repeat(24),
                        "base_url",
                        provider.baseUrl(),
                        "check",
                        false);
        user.api().post("/api/keys", key).expect(201);
        project = user.project("A shop", Map.of("provider", "openai", "model", "gpt-test"));
    }

    @AfterEach
    void closeTheProvider() {
        provider.close();
    }

    @Test
    void aLineInAFileOfTwoThousandCostsLessThanATenthOfTheFile() {
        var lines = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            lines.append("export const price").append(i).append(" = ").append(i * 7).append(";\n");
        }
        write("prices.js", lines.toString());
        says(edit("prices.js", "export const price999 = 6993;", "export const price999 = 7000;"));

        var run = user.awaitCompleted(chat("Set price999 in prices.js to 7000"));

        assertThat(content("prices.js")).isEqualTo(lines.toString().replace("= 6993;", "= 7000;"));
        long whole = lines.length() / 4;
        assertThat(run.path("usage").path("output_tokens").longValue())
                .isPositive()
                .isLessThan(whole / 10);
        assertThat(run.path("steps").size()).isEqualTo(1);
        assertThat(version().path("verified").booleanValue()).isTrue();
    }

    @Test
    void whatStaysTheSameComesFirstInEveryRequest() {
        write("a.js", "one();\n");
        write("b.js", "two();\n");
        says(edit("a.js", "one();", "uno();"));
        user.awaitCompleted(chat("Call uno"));
        says(_ -> "Nothing has to change.");
        user.awaitCompleted(chat("Why? Say it of b.js"));

        var first = messages(0);
        var second = messages(2);
        assertThat(first.get(0).path("role").stringValue()).isEqualTo("system");
        assertThat(second.get(0)).isEqualTo(first.get(0));
        assertThat(first.get(1).path("content").stringValue())
                .startsWith("Files of the project:")
                .containsSubsequence("<file path=\"a.js\">", "<file path=\"b.js\">", "Call uno");
        assertThat(second.get(1).path("content").stringValue())
                .containsSubsequence(
                        "<file path=\"a.js\">\nuno();",
                        "<user>\nCall uno\n</user>",
                        "<message>\nWhy? Say it of b.js");
        assertThat(first.size()).isEqualTo(2);
    }

    @Test
    void anEditThatDoesNotFitIsQuotedAndThenTheFileIsAskedForWhole() {
        write("a.js", "one();\ntwo();\n");
        says(edit("a.js", "three(four, five, six);", "x"));
        says(edit("a.js", "seven(eight, nine, ten);", "x"));
        says(body -> file(body, "a.js", "all();\n"));

        var run = user.awaitCompleted(chat("Change a.js"));

        assertThat(content("a.js")).isEqualTo("all();\n");
        var types = RunFixture.types(user.log(run.path("id").stringValue()));
        assertThat(types).filteredOn("file.rejected"::equals).hasSize(2);
        assertThat(types).filteredOn("version.created"::equals).hasSize(1);
        assertThat(messages(1).get(3).path("content").stringValue())
                .contains("<find>\nthree(four, five, six);\n</find>", "two();");
        assertThat(messages(2).get(5).path("content").stringValue()).contains("one FILE block");
    }

    @Test
    void aMistakeThatTheChecksFindIsRepaired() {
        write("a.json", "{\n  \"a\": 1\n}\n");
        says(edit("a.json", "  \"a\": 1", "  \"a\": 2,,"));
        says(edit("a.json", "  \"a\": 2,,", "  \"a\": 2"));

        var run = user.awaitCompleted(chat("Make a 2"));

        assertThat(run.path("steps").valueStream().map(step -> step.path("id").stringValue()))
                .containsExactly("develop:change", "repair:change:1:1");
        assertThat(messages(1).toString()).contains("a.json, line 2");
        assertThat(version().path("verified").booleanValue()).isTrue();
        assertThat(content("a.json")).isEqualTo("{\n  \"a\": 2\n}\n");
    }

    @Test
    void whatCannotBeRepairedIsKeptWithItsFindings() {
        write("a.json", "{}\n");
        says(edit("a.json", "{}", "{,}"));
        says(edit("a.json", "{,}", "{,,}"));
        says(edit("a.json", "{,,}", "{,,,}"));

        var run = user.awaitCompleted(chat("Break it"));

        assertThat(content("a.json")).isEqualTo("{,,,}\n");
        assertThat(version().path("verified").booleanValue()).isFalse();
        var finding = version().path("findings").get(0);
        assertThat(finding.path("path").stringValue()).isEqualTo("a.json");
        assertThat(finding.path("line").intValue()).isEqualTo(1);
        assertThat(finding.path("check").stringValue()).isEqualTo("syntax");
        var checks =
                user.log(run.path("id").stringValue()).stream()
                        .filter(event ->
                                event.path("type").stringValue().equals("checks.completed"))
                        .toList();
        assertThat(checks).hasSize(3);
        assertThat(checks.getLast().path("data").path("errors").intValue()).isEqualTo(1);
    }

    @Test
    void nothingIsSaidAboutAProjectThatIsBeingGenerated() {
        provider.failAlways(Fault.HANG_BEFORE_HEADERS);
        var run = user.generate(project);

        user.api()
                .post("/api/projects/" + project + "/chat", Map.of("message", "Hi"))
                .expectProblem(409, "run_in_progress");
        user.api().post("/api/runs/" + run + "/cancel").expect(200);
    }

    @Test
    void aChatIsCancelledAndResumedLikeAnyRun() {
        write("a.js", "one();\n");
        provider.failAlways(Fault.HANG_MID_STREAM);
        var cancelled = chat("Call uno");
        Awaitility.await().until(() -> !provider.requests().isEmpty());
        user.api().post("/api/runs/" + cancelled + "/cancel").expect(200);
        user.await(cancelled, now -> now.path("status").stringValue().equals("cancelled"));

        provider.failAlways(Fault.UNAUTHORIZED);
        var paused = chat("Call uno");
        var reason = user.awaitEnd(paused).path("pause_reason").stringValue();
        says(edit("a.js", "one();", "uno();"));
        user.api().post("/api/runs/" + paused + "/resume").expect(202);

        assertThat(reason).isEqualTo("key_invalid");
        user.awaitCompleted(paused);
        assertThat(content("a.js")).isEqualTo("uno();\n");
    }

    private String chat(String message) {
        var path = "/api/projects/" + project + "/chat";
        return user.api()
                .post(path, Map.of("message", message))
                .expect(202)
                .json()
                .path("id")
                .stringValue();
    }

    private void write(String path, String text) {
        var body = RequestBody.create(text, MediaType.get("text/plain; charset=utf-8"));
        user.api().send("PUT", "/api/projects/" + project + "/files/" + path, body).expect(201);
    }

    private String content(String path) {
        return user.api().get("/api/projects/" + project + "/files/" + path).expect(200).text();
    }

    private JsonNode version() {
        var path = "/api/projects/" + project + "/versions?limit=1";
        return user.api().get(path).expect(200).json().path("data").get(0);
    }

    private JsonNode messages(int request) {
        return json.readTree(provider.requests().get(request).body()).path("messages");
    }

    /** The next answer, made from the request's body. */
    private void says(UnaryOperator<String> answer) {
        provider.reply((request, connection) -> {
            var text = json.writeValueAsString(answer.apply(request.body()));
            var stream =
                    """
                    data: {"id":"1","choices":[{"index":0,"delta":{"content":%s}}]}

                    data: {"id":"1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

                    data: [DONE]

                    """;
            Reply.stream(stream.formatted(text)).write(request, connection);
        });
    }

    private static UnaryOperator<String> edit(String path, String find, String with) {
        return body -> {
            var word = word(body);
            return "Done.\n<<<EDIT %s %s\n<<<FIND %s\n%s\n<<<WITH %s\n%s\n<<<END %s\n"
                    .formatted(word, path, word, find, word, with, word);
        };
    }

    private static String file(String body, String path, String text) {
        var word = word(body);
        return "<<<FILE %s %s\n%s<<<END %s\n".formatted(word, path, text, word);
    }

    private static String word(String body) {
        var word = BOUNDARY.matcher(body);
        assertThat(word.find()).isTrue();
        return word.group(1);
    }
}
