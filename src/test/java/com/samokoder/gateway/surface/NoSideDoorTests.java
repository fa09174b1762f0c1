package com.samokoder.gateway.surface;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.ChatModels;
import com.samokoder.llm.ProviderConnection;
import com.samokoder.platform.http.ProviderHttp;
import com.samokoder.platform.web.openapi.OpenApiContract;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ReplayServer;
import com.samokoder.testing.Reply;
import com.samokoder.testing.ServiceTest;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** No way to a provider goes past the ledger, the budgets, the scopes or the limits. */
@ServiceTest
class NoSideDoorTests {
    private static final String ANTHROPIC = "anthropic/claude-sonnet-5-5";
    private static final String OPENAI = "openai/gpt-6.1-terra";

    /** Requests that say this pass all of Spring's filters, others hardly any. */
    private static final String ORDINARY = "Idempotency-Key";

    /** Every route of the gateway that reaches a provider, and an answer it takes. */
    private static final Map<String, Door> DOORS =
            Map.of(
                    "/v1/chat/completions",
                    new Door(
                            Gateway.chat(OPENAI, false),
                            Reply.recorded(200, "openai/completion.json")),
                    "/v1/messages",
                    new Door(
                            Gateway.message(ANTHROPIC, false),
                            Reply.recorded(200, "anthropic/message.json")),
                    "/v1/messages/count_tokens",
                    new Door(
                            Gateway.message(ANTHROPIC, false),
                            Reply.json(200, "{\"input_tokens\":3}")),
                    "/v1/responses",
                    new Door(
                            Map.of("model", OPENAI, "input", "Hello"),
                            Reply.json(
                                    200,
                                    "{\"id\":\"r\",\"output\":[],\"usage\":{\"input_tokens\":1,"
                                            + "\"output_tokens\":1}}")),
                    "/v1/embeddings",
                    new Door(
                            Map.of("model", OPENAI, "input", "Hello"),
                            Reply.json(200, "{\"data\":[],\"usage\":{\"prompt_tokens\":1}}")));

    private final JavaClasses code =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("com.samokoder");

    @Autowired Api anybody;

    private ReplayServer provider;

    private record Door(Map<String, Object> body, Reply answer, boolean ordinary) {
        Door(Map<String, Object> body, Reply answer) {
            this(body, answer, false);
        }

        Door ordinarily() {
            return new Door(body, answer, true);
        }
    }

    @BeforeEach
    void start() {
        provider = ReplayServer.start();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void everyDoorIsWalkedThroughHere() {
        var described = new TreeSet<String>();
        for (var path : OpenApiContract.instance().describedPaths("post")) {
            if (path.startsWith("/v1/")) {
                described.add(path);
            }
        }
        assertThat(described).isEqualTo(new TreeSet<>(DOORS.keySet()));
    }

    @Test
    void everyDoorLeavesARowAndIsCountedByTheRateLimit() {
        forEachWay((path, door) -> {
            var ann = withKeys(Map.of());
            var answer = go(ann, path, door).expect(200);
            assertThat(ann.spent().path("calls").intValue()).as(path).isEqualTo(1);
            assertThat(ann.spent().path("unpriced_calls").intValue()).as(path).isZero();
            var byToken = ann.session().get("/api/usage?group_by=token").expect(200).json();
            assertThat(byToken.at("/data/0/group").isString()).as(path).isTrue();
            assertThat(answer.header("RateLimit")).as(path).contains("r=");
        });
    }

    @Test
    void noDoorOpensOnASpentBudget() {
        forEachWay((path, door) -> {
            var ann = withKeys(Map.of());
            var budget = Map.of("scope", "user", "period", "day", "limit_usd", "0");
            ann.session().put("/api/budgets", Map.of("budgets", List.of(budget))).expect(200);
            var refused = go(ann, path, door);
            refused.expect(402);
            assertThat(refused.text()).contains("budget_exceeded");
            assertThat(refused.header("x-should-retry")).isEqualTo("false");
            assertNobodyWasAsked(path, ann);
        });
    }

    @Test
    void noDoorOpensForAnotherScope() {
        forEachWay((path, door) -> {
            var ann = Gateway.of(anybody, "keys:read", "usage:read", "projects:write");
            addKeys(ann, Map.of());
            go(ann, path, door).expect(403);
            assertNobodyWasAsked(path, ann);
        });
    }

    @Test
    void noDoorOpensForAModelThatTheKeyDoesNotAllow() {
        forEachWay((path, door) -> {
            var ann = withKeys(Map.of("allowed_models", List.of("another")));
            var refused = go(ann, path, door);
            refused.expect(409);
            assertThat(refused.text()).contains("provider_key_missing");
            assertNobodyWasAsked(path, ann);
        });
    }

    @Test
    void noDoorOpensWithAnotherUsersKey() {
        withKeys(Map.of());
        forEachWay((path, door) -> {
            var bob = Gateway.of(anybody);
            go(bob, path, door).expect(409);
            assertNobodyWasAsked(path, bob);
        });
    }

    @Test
    void theAgentsGoThroughTheSameDoor() {
        var ann = withKeys(Map.of());
        var project =
                Map.of(
                        "name",
                        "side door",
                        "description",
                        "A list of tasks",
                        "ai_config",
                        Map.of("provider", "openai", "model", "gpt-6.1-terra"));
        var location = ann.session().post("/api/projects", project).expect(201).header("Location");
        ann.session().post(location + "/generate", Map.of()).expect(202);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> ann.spent().path("calls").intValue() > 0);
        assertThat(provider.requests()).isNotEmpty();
    }

    @Test
    void onlyTheAdaptersHaveTheClientAndOnlyTheDoorOpensModels() {
        noClasses()
                .that()
                .resideOutsideOfPackages("com.samokoder.llm..", "com.samokoder.platform.http..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ProviderHttp.class)
                .check(code);
        noClasses()
                .that()
                .resideOutsideOfPackages("com.samokoder.gateway..", "com.samokoder.llm..")
                .should()
                .callMethod(ChatModels.class, "open", ProviderConnection.class, String.class)
                .check(code);
        classes()
                .that()
                .haveSimpleName("KeyedModel")
                .should()
                .onlyHaveDependentClassesThat()
                .haveSimpleName("ProviderDoor")
                .check(code);
    }

    private static void forEachWay(BiConsumer<String, Door> walk) {
        DOORS.forEach(walk);
        DOORS.forEach((path, door) -> walk.accept(path, door.ordinarily()));
    }

    private Answer go(Gateway user, String path, Door door) {
        provider.work().reply(door.answer());
        provider.forgetRequests();
        var client = user.client();
        var caller = door.ordinary() ? client.with(ORDINARY, "once") : client;
        return caller.post(path, door.body());
    }

    private void assertNobodyWasAsked(String path, Gateway user) {
        assertThat(provider.requests()).as(path).isEmpty();
        assertThat(user.spent().path("calls").intValue()).as(path).isZero();
    }

    private Gateway withKeys(Map<String, ?> more) {
        var user = Gateway.of(anybody);
        addKeys(user, more);
        return user;
    }

    private void addKeys(Gateway user, Map<String, ?> more) {
        user.key("openai", provider, more);
        user.key("anthropic", provider, more);
    }
}
