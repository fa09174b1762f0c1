package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.auth.identity.InstallationDatabase;
import com.samokoder.platform.web.openapi.OpenApiContract;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.OkHttpClient;
import okhttp3.Request;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** How it is set up, what it keeps and of what it is made: statements 41 to 48. */
@ServiceTest
class ConfigurationStatementTests {
    private static final Pattern VERSION = Pattern.compile("<version>([^<]*)</version>");
    private static final OkHttpClient CLIENT = new OkHttpClient();

    /** Downloads, which a client may keep for itself and asks about each time. */
    private static final Set<String> KEPT =
            Set.of("no-store", "private, no-cache", "no-cache, private");

    @Autowired Api api;
    @Autowired Environment environment;

    @Test
    @DisplayName("41 (V13.2.2, V13.2.3): the service's logins cannot do more than they must")
    void loginsAreSmall() {
        var database = new InstallationDatabase(environment);
        var logins =
                "from pg_roles where rolcanlogin and rolname like 'samo%' and rolname <> 'samokoder'";
        assertThat(database.count("select count(*) " + logins)).isGreaterThanOrEqualTo(2);
        assertThat(
                        database.count(
                                "select count(*) "
                                        + logins
                                        + " and (rolsuper or rolbypassrls or rolcreaterole"
                                        + " or rolcreatedb or rolinherit)"))
                .isZero();
        Proof.by(
                "platform.database.JdbcDatabaseTests#keepsUsersFromTheServicesFunctionsAndRole",
                "platform.environment.SettingsGateTests#eachWrongSettingIsNamed",
                "platform.secrets.KeyPairTests#refusesWhatOthersCouldGuess");
    }

    @Test
    @DisplayName("42 (V13.3.1): a planted secret is found nowhere")
    void plantedSecretsAreFoundNowhere() throws IOException {
        assertThat(Files.readString(Path.of(".github/workflows/ci.yml")))
                .contains("scripts/check-secrets.sh");
        Proof.by(
                "PlantedKeyTests#aPlantedKeyIsFoundNowhere",
                "platform.logging.SentryTests#aPlantedKeyDoesNotLeaveTheService",
                "platform.json.StrictJsonTests#secretsNeverBecomeJson",
                "auth.token.AccessTokenTests#theSecretIsShownOnceAndKeptNowhere");
    }

    @Test
    @DisplayName("43 (V13.4.2, V13.4.5, V13.4.6): nothing of the inside is published, by no name")
    void theInsideIsNotPublished() throws IOException {
        var owner = api.register();
        var endpoints =
                List.of(
                        "env",
                        "beans",
                        "configprops",
                        "heapdump",
                        "threaddump",
                        "loggers",
                        "mappings",
                        "conditions",
                        "shutdown",
                        "flyway",
                        "scheduledtasks",
                        "httpexchanges");
        for (var endpoint : endpoints) {
            for (var prefix : List.of("/actuator/", "/")) {
                assertThat(status(owner, prefix + endpoint)).as(prefix + endpoint).isEqualTo(404);
            }
        }
        assertThat(status(owner, "/actuator")).isEqualTo(404);
        var answer = owner.get("/api/projects").expect(200);
        assertThat(answer.header("Server")).isNull();
        assertThat(answer.header("X-Powered-By")).isNull();
        Proof.by("platform.environment.SettingsGateTests#eachWrongSettingIsNamed");
    }

    private static int status(Api caller, String path) throws IOException {
        Request request = caller.request("GET", path, null);
        try (var answer = CLIENT.newCall(request).execute()) {
            return answer.code();
        }
    }

    @Test
    @DisplayName("44 (V14.2.1): no credential and no address stands in a URL")
    void urlsHoldNoCredentials() {
        var document = OpenApiContract.document().toString();
        var parameters =
                Pattern.compile("\\{\"name\":\"([^\"]+)\",\"in\":\"(?:query|path)\"")
                        .matcher(document)
                        .results()
                        .map(found -> found.group(1))
                        .toList();
        assertThat(parameters).hasSizeGreaterThan(20);
        assertThat(parameters)
                .noneMatch(name -> name.matches("(?i).*(token|secret|api_?key|e_?mail|passw).*"));
        Proof.by("auth.token.AccessTokenTests#onlyTheBearerHeaderCarriesACredential");
    }

    @Test
    @DisplayName("45 (V14.3.2): no cache on the way keeps a user's answers")
    void answersAreNotKeptOnTheWay() {
        var owner = api.register();
        for (var operation : PublishedOperations.all()) {
            if (operation.method().equals("GET") && !operation.open()) {
                var path = operation.path().replaceAll("\\{[^}]+}", "1");
                var cached = owner.get(path).header("Cache-Control");
                assertThat(cached).as("%s", operation).isIn(KEPT);
            }
        }
        Proof.by("platform.web.HttpSurfaceTests#everyAnswerKeepsBrowsersAtBay");
    }

    @Test
    @DisplayName("46 (V14.2.7): what has served its time goes")
    void whatIsOverGoes() {
        Proof.by(
                "auth.audit.AuditTests#rowsGoWhenTheirTimeIsOver",
                "auth.audit.PostgrestAuditTests#rowsGoWhenTheirTimeIsOver",
                "security.RetentionTests#oldAnswersGoWhoeverAsks",
                "security.RetentionTests#sessionsThatAreOverGoWhoeverSignsIn",
                "files.JdbcFileRepositoryTests#forgetsContentsOnlyWithTheLastProjectThatHasThem");
    }

    @Test
    @DisplayName("47 (V15.1.2, V15.2.4): each part has one version, and all are listed")
    void partsArePinned() throws IOException {
        var pom = Files.readString(Path.of("pom.xml"));
        var versions = new ArrayList<String>();
        VERSION.matcher(pom).results().forEach(found -> versions.add(found.group(1)));
        // The JDK that builds may be newer; it is no part of what is built.
        versions.remove("[25,)");
        assertThat(versions).hasSizeGreaterThan(20);
        assertThat(versions)
                .noneMatch(version -> version.matches(".*([\\[(,\\])]|SNAPSHOT|LATEST|RELEASE).*"));
        assertThat(pom).contains("cyclonedx-maven-plugin");
        assertThat(Files.readString(Path.of(".github/workflows/ci.yml")))
                .doesNotContainPattern("uses: [^@\\s]+@(?![0-9a-f]{40})");
    }

    @Test
    @DisplayName("48 (V15.4.2): nothing is looked at first and done afterwards")
    void nobodySlipsInBetween() {
        Proof.by(
                "files.EditTests#letsOneOfManyEditsOfOneContentWin",
                "files.VersionCreateTests#numbersWithoutGapsWhenManyWriteAtOnce",
                "files.git.GitTests#ofPushesAtOnceOneWins",
                "runs.CheckpointTests#oneOfTwoDecisionsAtOnceCountsAndALaterOneIsRefused",
                "auth.identity.SessionTests#twentyAtOnceStaySignedIn");
    }
}
