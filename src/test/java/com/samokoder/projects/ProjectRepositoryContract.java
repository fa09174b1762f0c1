package com.samokoder.projects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.assertj.core.api.AbstractComparableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** What the repository promises, over every transport of the database. */
abstract class ProjectRepositoryContract {
    abstract Database database();

    abstract JsonMapper json();

    /** A user that the database knows. */
    abstract UserId newUser();

    private ProjectRepository projects() {
        return new ProjectRepository(database());
    }

    @Test
    void keepsWhatWasCreated() {
        var owner = newUser();
        var config = new ProjectBrief.AiConfig("groq", "llama", new UUID(1, 2), null);
        var wish =
                new ProjectDraft(
                        "Лавка 🍏",
                        "Продаёт \"яблоки\"\n\\ %",
                        "Flask",
                        config,
                        object("{\"shelf\": {\"n\": [1, null]}}"));

        var created = projects().create(owner, newId(), wish);

        var found = projects().find(owner, new ProjectId(created.id())).orElseThrow();
        assertThat(found).isEqualTo(created);
        assertThat(found.name()).isEqualTo(wish.name());
        assertThat(found.description()).isEqualTo(wish.description());
        assertThat(found.techStack()).isEqualTo("Flask");
        assertThat(found.aiConfig()).isEqualTo(config);
        assertThat(found.metadata()).isEqualTo(wish.metadata());
        assertThat(found.status()).isEqualTo("draft");
        assertThat(found.revision()).isOne();
        assertThat(found.headVersion()).isZero();
        assertThat(found.createdAt()).isEqualTo(found.updatedAt());
    }

    @Test
    void hidesProjectsFromEverybodyElse() {
        var owner = newUser();
        var stranger = newUser();
        var id = new ProjectId(create(owner, "mine").id());

        assertThat(projects().find(stranger, id)).isEmpty();
        assertThat(names(stranger, "created_at", true)).isEmpty();
        assertThatCode(() -> projects().update(stranger, id, change("{\"name\":\"x\"}"), null))
                .isEqualTo(ErrorCode.NOT_FOUND);
        assertThatCode(() -> projects().delete(stranger, id, null)).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(projects().find(owner, id)).isPresent();
    }

    @Test
    void listsInEveryOrder() {
        var owner = newUser();
        List.of("beta", "Ёж", "Alpha", "яблоко", "Еда").forEach(name -> create(owner, name));

        assertThat(names(owner, "created_at", true))
                .containsExactly("Еда", "яблоко", "Alpha", "Ёж", "beta");
        assertThat(names(owner, "created_at", false))
                .containsExactly("beta", "Ёж", "Alpha", "яблоко", "Еда");
        assertThat(names(owner, "name", false))
                .containsExactly("Alpha", "beta", "Еда", "Ёж", "яблоко");
    }

    @Test
    void movesTheLastChangedToTheFront() {
        var owner = newUser();
        var first = create(owner, "first");
        create(owner, "second");

        projects().update(owner, new ProjectId(first.id()), change("{\"name\":\"FIRST\"}"), null);

        assertThat(names(owner, "updated_at", true)).containsExactly("FIRST", "second");
    }

    @Test
    void pagesWithoutGapsOrRepeats() {
        var owner = newUser();
        IntStream.range(0, 7).forEach(_ -> create(owner, "same name"));

        for (String sort : List.of("created_at", "updated_at", "name")) {
            assertThat(pagedIds(owner, sort)).as(sort).hasSize(7).doesNotHaveDuplicates();
        }
    }

    private List<UUID> pagedIds(UserId owner, String sort) {
        var seen = new ArrayList<UUID>();
        List<String> after = null;
        while (true) {
            var rows =
                    projects()
                            .list(owner, new ProjectQuery(null, null, sort, true, 2), after)
                            .stream()
                            .limit(2)
                            .toList();
            if (rows.isEmpty()) {
                return seen;
            }
            rows.forEach(row -> seen.add(row.project().id()));
            after = List.of(rows.getLast().position(), rows.getLast().project().id().toString());
        }
    }

    @Test
    void searchesLettersNotPatterns() {
        var owner = newUser();
        create(owner, "ЙОГУРТ 100%");
        create(owner, "under_score");
        create(owner, "back\\slash");

        assertThat(search(owner, "йогурт")).containsExactly("ЙОГУРТ 100%");
        assertThat(search(owner, "и\u0306ог")).containsExactly("ЙОГУРТ 100%");
        assertThat(search(owner, "100%")).containsExactly("ЙОГУРТ 100%");
        assertThat(search(owner, "r_s")).containsExactly("under_score");
        assertThat(search(owner, "k\\S")).containsExactly("back\\slash");
        assertThat(search(owner, "_")).containsExactly("under_score");
        assertThat(search(owner, "about BACK")).containsExactly("back\\slash");
        assertThat(search(owner, "'; drop table projects; --")).isEmpty();
    }

    @Test
    void mergesOnlyWhatWasSent() {
        var owner = newUser();
        var before =
                projects()
                        .create(
                                owner,
                                newId(),
                                new ProjectDraft(
                                        "name",
                                        "description",
                                        "stack",
                                        new ProjectBrief.AiConfig("groq", "m", null, null),
                                        object("{\"a\":1,\"b\":{\"c\":2,\"d\":3}}")));
        var id = new ProjectId(before.id());

        var after =
                projects()
                        .update(
                                owner,
                                id,
                                change(
                                        """
                                        {"tech_stack": null, "ai_config": {"model": null},
                                         "metadata": {"a": null, "b": {"c": 9}, "e": [null]}}
                                        """),
                                1);

        assertThat(after.name()).isEqualTo("name");
        assertThat(after.techStack()).isNull();
        assertThat(after.aiConfig()).isEqualTo(new ProjectBrief.AiConfig("groq", null, null, null));
        assertThat(after.metadata()).isEqualTo(object("{\"b\":{\"c\":9,\"d\":3},\"e\":[null]}"));
        assertThat(after.revision()).isEqualTo(2);
        assertThat(after.updatedAt()).isAfter(before.updatedAt());
    }

    @Test
    void refusesAChangeMadeFromAnOlderRevision() {
        var owner = newUser();
        var id = new ProjectId(create(owner, "name").id());
        projects().update(owner, id, change("{\"name\":\"first\"}"), 1);

        assertThatCode(() -> projects().update(owner, id, change("{\"name\":\"second\"}"), 1))
                .isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThatCode(() -> projects().delete(owner, id, 1)).isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThat(projects().find(owner, id).orElseThrow().name()).isEqualTo("first");
    }

    @Test
    void comesBackFromTheArchiveAsItWas() {
        var owner = newUser();
        var id = new ProjectId(create(owner, "name").id());

        assertThat(projects().update(owner, id, change("{\"status\":\"archived\"}"), null).status())
                .isEqualTo("archived");
        assertThat(list(owner, "archived")).containsExactly("name");
        assertThat(list(owner, "draft")).isEmpty();
        assertThat(projects().update(owner, id, change("{\"status\":\"active\"}"), null).status())
                .isEqualTo("draft");
    }

    @Test
    void deletesOnce() {
        var owner = newUser();
        var id = new ProjectId(create(owner, "name").id());

        projects().delete(owner, id, 1);

        assertThat(projects().find(owner, id)).isEmpty();
        assertThatCode(() -> projects().delete(owner, id, null)).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void refusesMetadataThatGrewTooLarge() {
        var owner = newUser();
        var id = new ProjectId(create(owner, "name").id());
        projects().update(owner, id, change(metadata("a")), null);

        assertThatCode(() -> projects().update(owner, id, change(metadata("b")), null))
                .isEqualTo(ErrorCode.INVALID_REQUEST);
    }

    private static String metadata(String member) {
        return "{\"metadata\":{\"" + member + "\":\"" + "x".repeat(16_000) + "\"}}";
    }

    private Project create(UserId owner, String name) {
        var project = new ProjectDraft(name, "About " + name, null, null, null);
        return projects().create(owner, newId(), project);
    }

    private static ProjectId newId() {
        return new ProjectId(UUID.randomUUID());
    }

    private List<String> names(UserId owner, String sort, boolean descending) {
        return names(owner, new ProjectQuery(null, null, sort, descending, 100));
    }

    private List<String> search(UserId owner, String text) {
        return names(owner, new ProjectQuery(null, text, "created_at", true, 100));
    }

    private List<String> list(UserId owner, @Nullable String status) {
        return names(owner, new ProjectQuery(status, null, "created_at", true, 100));
    }

    private List<String> names(UserId owner, ProjectQuery query) {
        return projects().list(owner, query, null).stream()
                .map(row -> row.project().name())
                .toList();
    }

    private ProjectChange change(String patch) {
        return json().readValue(patch, ProjectChange.class);
    }

    private ObjectNode object(String text) {
        return (ObjectNode) json().readTree(text);
    }

    private static AbstractComparableAssert<?, ErrorCode> assertThatCode(ThrowingCallable call) {
        var codes = new ArrayList<ErrorCode>();
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(ApiException.class, failure -> codes.add(failure.code()));
        return assertThat(codes.getFirst());
    }
}
