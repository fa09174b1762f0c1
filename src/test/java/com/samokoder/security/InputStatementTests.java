package com.samokoder.security;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.samokoder.security.PublishedOperations.Operation;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.node.ObjectNode;

import java.io.ObjectInputStream;
import java.net.URI;
import java.net.URL;
import java.util.List;
import java.util.Map;

/** What comes in, and what business rules make of it: statements 1 to 9. */
@ServiceTest
class InputStatementTests {
    private static final MediaType JSON = MediaType.get("application/json");

    @Autowired Api api;

    @Test
    @DisplayName("1 (V1.2.4): no query is put together from text")
    void textsStayTexts() {
        Proof.by(
                "security.InjectionTests#aTextStaysAText",
                "security.PostgrestInjectionTests#aTextStaysAText",
                "projects.JdbcProjectRepositoryTests#searchesLettersNotPatterns",
                "projects.PostgrestProjectRepositoryTests$WithTheUsersToken#searchesLettersNotPatterns",
                "platform.database.JdbcDatabaseTests#refusesNamesThatAreNotNames",
                "security.FuzzTests#noBodyOrQueryBreaksAnOperation");
    }

    @Test
    @DisplayName("2 (V1.3.6, V13.2.4, V15.3.2): no base URL reaches what is not public")
    void hostileAddressesAreNotCalled() {
        for (var url : List.of("https://169.254.169.254/v1", "http://169.254.169.254/latest")) {
            var key =
                    Map.of(
                            "provider", "openai",
                            "name", "x",
                            "api_key", "unused-key",
                            "base_url", url,
                            "check", false);
            api.register().post("/api/keys", key).expectProblem(400, "invalid_request");
        }
        Proof.by(
                "platform.http.EgressTests#theTableIsLongEnough",
                "platform.http.EgressTests#noHostileUrlPassesTheCheckOfUrls",
                "platform.http.EgressTests#noHostileUrlReachesTheMachineEvenWithoutTheCheckOfUrls",
                "platform.http.EgressTests#aNameThatChangesItsAnswerIsRefusedWhenItIsUsed",
                "platform.http.EgressTests#aRedirectIsNotFollowedAndItsTargetSeesNothing",
                "platform.http.EgressTests#theCanaryWouldHaveSungOtherwise");
    }

    @Test
    @DisplayName("3 (V1.5.2): nothing is read that chooses its own class")
    void nothingChoosesItsOwnClass() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ObjectInputStream.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(JsonTypeInfo.class)
                .orShould()
                .callMethodWhere(
                        Calls.named("activateDefaultTyping", "activateDefaultTypingAsProperty"))
                .check(Sources.main());
    }

    @Test
    @DisplayName("4 (V1.5.3): an address is read once, by the client that calls it")
    void addressesAreReadOnce() {
        noClasses()
                .that()
                .resideInAnyPackage("com.samokoder.platform.http..", "com.samokoder.llm..")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(URL.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(URI.class)
                .check(Sources.main());
        Proof.by("platform.http.EgressTests#saysWhatIsWrongWithAUrl");
    }

    @Test
    @DisplayName("5 (V1.3.12): no pattern is slow, whatever is thrown at it")
    void noPatternIsSlow() {
        assertThat(SlowPatterns.find()).isEmpty();
        Proof.by(
                "files.PathGlobTests#isNotSlowForPatternsMadeToBeSlow",
                "platform.logging.RedactorTests#hostileTextsDoNotSlowItDown");
    }

    /** The gateway is left out: vendors' clients send it fields that only their providers know. */
    @Test
    @DisplayName("6 (V2.2.1, V15.3.3): unknown and server-owned fields are refused")
    void fieldsOfTheServerAreRefused() {
        var owner = api.register();
        int asked = 0;
        for (var operation : PublishedOperations.all()) {
            if (operation.path().startsWith("/v1/") || operation.body().isEmpty()) {
                continue;
            }
            for (var field : List.of("user_id", "is_admin", "unheard_of")) {
                var body = (ObjectNode) operation.body().get().deepCopy();
                body.put(field, "019aa1d2-7c10-7abc-8def-0123456789ac");
                var request = RequestBody.create(body.toString(), JSON);
                var answer = owner.send(operation.method(), somewhere(operation), request);
                assertThat(answer.status())
                        .as("%s with %s: %s", operation, field, answer.text())
                        .isEqualTo(400);
                assertThat(answer.text()).contains(field);
                asked++;
            }
        }
        assertThat(asked).isGreaterThan(50);
    }

    private static String somewhere(Operation operation) {
        return operation
                .path()
                .replace("{number}", "1")
                .replaceAll("\\{[^}]+}", "019aa1d2-7c10-7abc-8def-0123456789ac");
    }

    @Test
    @DisplayName("7 (V2.3.3): what is killed in between is done as a whole or not at all")
    void allOrNothing() {
        Proof.by(
                "runs.FaultTests#nothingIsLostOrDoneTwiceThroughKillsPausesAndCrashes",
                "runs.RunCrashTests#aRunSurvivesTheDeathOfItsWorkerWithEachStepOnce",
                "runs.RunCrashTests#aRunSurvivesARestartOfTheDatabase",
                "files.VersionCreateTests#leavesNothingBehindWhereItRefuses");
    }

    @Test
    @DisplayName("8 (V2.3.4): of fifty who want what is left once, one gets it")
    void quotasAreNotRaced() {
        Proof.by(
                "usage.BudgetTests#fiftyCallsAtOnceNeverPassABudget",
                "usage.BudgetTests#callsThatSpendNeverPassABudgetByMoreThanOne",
                "runs.RunFaultTests#aProjectHasOneRunAtATimeAndAUserFiveStreams");
    }

    @Test
    @DisplayName("9 (V2.4.1): requests are limited over all replicas, and the client is told")
    void requestsAreLimited() {
        var answer = api.register().get("/api/projects").expect(200);
        assertThat(answer.header("RateLimit")).contains("r=", "t=");
        assertThat(answer.header("RateLimit-Policy")).contains("q=", "w=");
        Proof.by(
                "platform.ratelimit.RateLimiterTests#servesExactlyTheQuotaOfAMinuteAndOfAnHour",
                "platform.ratelimit.SharedRateLimiterTests"
                        + "#threeReplicasTogetherKeepTheQuotaWithinTheStatedSlack",
                "platform.ratelimit.SharedRateLimiterTests#rulesThatGuardPasswordsAndMoneyAreExact");
    }
}
