package com.samokoder.projects;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;

@ServiceTest
class ProjectApiTests {
    private static final String PROJECTS = "/api/projects";

    @Autowired Api anyone;

    private Api api;

    @BeforeEach
    void register() {
        api = anyone.register();
    }

    @Test
    void createsAndReadsAProject() {
        var created =
                api.post(
                                PROJECTS,
                                Map.of(
                                        "name",
                                        "Лавка",
                                        "description",
                                        "Продаёт яблоки",
                                        "ai_config",
                                        Map.of("provider", "demo"),
                                        "metadata",
                                        Map.of("a", List.of(1, 2))))
                        .expect(201);

        var location = created.header("Location");
        assertThat(location).isEqualTo(PROJECTS + "/" + created.json().path("id").stringValue());
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        var read = api.get(location).expect(200);
        assertThat(read.json()).isEqualTo(created.json());
        assertThat(read.header("ETag")).isEqualTo("\"1\"");
        assertThat(read.header("Cache-Control")).contains("no-store");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"description":"d"}                                    | /name
                    {"name":" ","description":"d"}                         | /name
                    {"name":"a\\nb","description":"d"}                     | /name
                    {"name":"a\\u0000","description":"d"}                  | /name
                    {"name":"n"}                                           | /description
                    {"name":"n","description":"\\u0000"}                   | /description
                    {"name":"n","description":"\\ud800"}                   | /description
                    {"name":"n","description":7}                           | /description
                    {"name":"n","description":"d","tech_stack":""}         | /tech_stack
                    {"name":"n","description":"d","status":"completed"}    | /status
                    {"name":"n","description":"d","file_count":1}          | /file_count
                    {"name":"n","description":"d","metadata":[]}           | /metadata
                    {"name":"n","description":"d","metadata":{"a":"\\u0000"}} | /metadata
                    {"name":"n","description":"d","metadata":{"a":-1.5e300}} | /metadata
                    {"name":"n","description":"d","ai_config":{"x":1}}     | /ai_config/x
                    {"name":"n","description":"d","ai_config":{"provider":""}} | /ai_config/provider
                    {"name":"n","description":"d","ai_config":{"key_id":"x"}}  | /ai_config/key_id
                    """)
    void refusesWhatIsNotAProject(String body, String pointer) {
        var problem = api.postRaw(PROJECTS, body).expectProblem(400, "invalid_request").json();

        assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        assertThat(problem.at("/errors/0/detail").stringValue()).doesNotContain("projects.");
    }

    @Test
    void refusesTooMuch() {
        refuse(Map.of("name", "n".repeat(121), "description", "d"));
        refuse(Map.of("name", "n", "description", "d".repeat(20_001)));
        refuse(
                Map.of(
                        "name",
                        "n",
                        "description",
                        "d",
                        "metadata",
                        Map.of("a", "x".repeat(16_384))));
        api.post(PROJECTS, Map.of("name", "🍏".repeat(60), "description", "я".repeat(20_000)))
                .expect(201);
    }

    private void refuse(Map<String, ?> body) {
        api.post(PROJECTS, body).expectProblem(400, "invalid_request");
    }

    @Test
    void explainsInRussian() {
        var problem =
                api.with("Accept-Language", "ru")
                        .postRaw(PROJECTS, "{\"name\":\"a\\nb\",\"description\":\"d\"}")
                        .expectProblem(400, "invalid_request")
                        .json();

        assertThat(problem.at("/errors/0/detail").stringValue()).contains("одной строкой");
    }

    @Test
    void changesOnlyWhatIsSent() {
        var path = create("first");

        var changed =
                api.patch(path, Map.of("name", "second", "ai_config", Map.of("model", "m")))
                        .expect(200);
        api.send("PATCH", path, raw("{\"ai_config\":{\"provider\":\"groq\",\"model\":null}}"))
                .expect(200);

        assertThat(changed.header("ETag")).isEqualTo("\"2\"");
        var project = api.get(path).expect(200).json();
        assertThat(project.path("name").stringValue()).isEqualTo("second");
        assertThat(project.path("description").stringValue()).isEqualTo("about first");
        assertThat(project.at("/ai_config/provider").stringValue()).isEqualTo("groq");
        assertThat(project.at("/ai_config/model").isNull()).isTrue();
        assertThat(project.path("revision").intValue()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name":null}                       | /name
                    {"name":""}                         | /name
                    {"description":null}                | /description
                    {"status":"completed"}              | /status
                    {"status":null}                     | /status
                    {"generation_progress":100}         | /generation_progress
                    {"id":"x"}                          | /id
                    {"metadata":1}                      | /metadata
                    {"ai_config":{"model":""}}          | /ai_config/model
                    {"ai_config":{"agents":{"a":{}}}}   | /ai_config/agents[a]/model
                    """)
    void refusesChangesOfWhatIsNotTheOwners(String patch, String pointer) {
        var path = create("mine");

        var problem =
                api.send("PATCH", path, raw(patch)).expectProblem(400, "invalid_request").json();

        assertThat(problem.at("/errors/0/pointer").stringValue()).isNotNull();
        if (!pointer.contains("[")) {
            assertThat(problem.at("/errors/0/pointer").stringValue()).isEqualTo(pointer);
        }
        assertThat(api.get(path).header("ETag")).isEqualTo("\"1\"");
    }

    @Test
    void refusesAChangeOfAnotherRevision() {
        var path = create("name");
        api.with("If-Match", "\"1\"").patch(path, Map.of("name", "first")).expect(200);

        api.with("If-Match", "\"1\"")
                .patch(path, Map.of("name", "second"))
                .expectProblem(412, "version_conflict");
        api.with("If-Match", "\"1\"").delete(path).expectProblem(412, "version_conflict");
        api.with("If-Match", "*").patch(path, Map.of("name", "third")).expect(200);
        api.with("If-Match", "\"3\"").delete(path).expect(204);
    }

    @Test
    void putsAwayAndBringsBack() {
        var path = create("old");

        api.patch(path, Map.of("status", "archived")).expect(200);
        assertThat(names(api.get(PROJECTS + "?status=archived"))).containsExactly("old");
        assertThat(names(api.get(PROJECTS + "?status=draft"))).isEmpty();
        var back = api.patch(path, Map.of("status", "active")).expect(200).json();
        assertThat(back.path("status").stringValue()).isEqualTo("draft");
    }

    @Test
    void hidesAStrangersProject() {
        var path = create("mine");
        var stranger = anyone.register();

        stranger.get(path).expectProblem(404, "not_found");
        stranger.patch(path, Map.of("name", "x")).expectProblem(404, "not_found");
        stranger.delete(path).expectProblem(404, "not_found");
        anyone.get(path).expectProblem(401, "unauthenticated");
        assertThat(names(stranger.get(PROJECTS))).isEmpty();
        assertThat(names(stranger.get(PROJECTS + "?search=mine"))).isEmpty();
        api.get(path).expect(200);
    }

    @Test
    void deletesForGood() {
        var path = create("gone");

        api.delete(path).expect(204);

        api.get(path).expectProblem(404, "not_found");
        api.delete(path).expectProblem(404, "not_found");
    }

    @Test
    void pagesThroughTheList() {
        List.of("a", "b", "c", "d", "e").forEach(this::create);

        var first = api.get(PROJECTS + "?limit=2&sort=name").expect(200);
        assertThat(names(first)).containsExactly("a", "b");
        assertThat(first.json().at("/pagination/has_more").booleanValue()).isTrue();
        var cursor = first.json().at("/pagination/next_cursor").stringValue();
        var next = api.get(PROJECTS + "?limit=2&sort=name&cursor=" + cursor).expect(200);
        assertThat(names(next)).containsExactly("c", "d");
        assertThat(names(api.get(PROJECTS))).containsExactly("e", "d", "c", "b", "a");

        api.get(PROJECTS + "?limit=2&cursor=" + cursor).expectProblem(400, "invalid_cursor");
        anyone.register()
                .get(PROJECTS + "?limit=2&sort=name&cursor=" + cursor)
                .expectProblem(400, "invalid_cursor");
        api.get(PROJECTS + "?cursor=nonsense").expectProblem(400, "invalid_cursor");
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0",
        "limit=101",
        "limit=x",
        "sort=id",
        "order=up",
        "status=none",
        "search=",
        "search=%00"
    })
    void refusesListsThatDoNotExist(String query) {
        api.get(PROJECTS + "?" + query).expectProblem(400, "invalid_request");
    }

    @Test
    void findsCyrillicInAnyCase() {
        create("Магазин ЁЛОК");
        create("Shop");

        assertThat(names(api.get(PROJECTS + "?search=ёлок"))).containsExactly("Магазин ЁЛОК");
        assertThat(names(api.get(PROJECTS + "?search=ABOUT%20shop"))).containsExactly("Shop");
    }

    @Test
    void keepsTheInstallationsNumbersForAdministrators() {
        api.get("/api/admin/metrics").expectProblem(403, "forbidden");
        anyone.get("/api/admin/metrics").expectProblem(401, "unauthenticated");
    }

    private String create(String name) {
        var body = Map.of("name", name, "description", "about " + name);
        return PROJECTS
                + "/"
                + api.post(PROJECTS, body).expect(201).json().path("id").stringValue();
    }

    private static RequestBody raw(String json) {
        return RequestBody.create(json, MediaType.get("application/merge-patch+json"));
    }

    private static List<String> names(Answer page) {
        return page.expect(200)
                .json()
                .path("data")
                .valueStream()
                .map((JsonNode project) -> project.path("name").stringValue())
                .toList();
    }
}
