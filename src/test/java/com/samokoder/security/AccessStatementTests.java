package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.web.openapi.OpenApiContract;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Who may do what, and the tokens that say who it is: statements 29 to 34. */
@ServiceTest
class AccessStatementTests {
    @Autowired Api api;

    @Test
    @DisplayName(
            "29 (V8.2.1, V8.2.2): each operation is tried by everybody who must not get through")
    void theMatrixIsWhole() {
        Proof.by(
                "security.AuthorizationMatrixTests#everyOperationHasARow",
                "security.AuthorizationMatrixTests#nobodyGetsInWithoutACredential",
                "security.AuthorizationMatrixTests#aTokenThatWasTakenBackOpensNothing",
                "security.AuthorizationMatrixTests#aTokenOpensWhatItsScopesSayAndNothingElse",
                "security.AuthorizationMatrixTests#anotherUsersIdsDoNotExist",
                "auth.security.ScopeRulesTests#everyEndpointHasARule",
                "auth.security.ScopeRulesTests#whatIsNotInTheTableDoesNotExist",
                "platform.web.openapi.OpenApiTests#describesEveryEndpointAndNothingElse");
    }

    @Test
    @DisplayName("30 (V8.2.3): no answer has a place for what is internal")
    void internalsHaveNoPlaceInAnswers() {
        var names = new TreeSet<String>();
        propertyNames(OpenApiContract.document(), names);
        assertThat(names).hasSizeGreaterThan(100);
        assertThat(names)
                .noneMatch(name ->
                        name.matches(
                                ".*(cipher|nonce|kek|sealed_|secret_hash|password_hash"
                                        + "|fingerprint|epoch|fence|lease|raw_error).*"));
        Proof.by(
                "platform.database.SchemaGuardTests#usersSeeNoCiphertextNorHash",
                "platform.database.SchemaGuardTests#usersWriteNothingButWhatTheyDecideThemselves");
    }

    private static void propertyNames(JsonNode node, Set<String> names) {
        node.path("properties").properties().forEach(property -> names.add(property.getKey()));
        node.forEach(child -> propertyNames(child, names));
    }

    @Test
    @DisplayName("31 (V8.3.3): a user's calls run as that user")
    void usersCallsRunAsUsers() {
        Proof.by(
                "platform.database.JdbcDatabaseTests#runsAsTheCallersRoleAndForgetsItAfterwards",
                "platform.database.PostgrestDatabaseTests$OnFourteen#runsAsTheCallersRoleAndForgetsItAfterwards",
                "platform.database.OverHttpTests#aUsersRequestReachesTheDatabaseWithTheUsersOwnToken",
                "platform.database.JdbcDatabaseTests#keepsUsersFromTheServicesFunctionsAndRole",
                "platform.database.ExposureTests#onlyTheServiceNamesAnActingUser");
    }

    @Test
    @DisplayName("32 (V8.4.1): tenants are kept apart by the database itself, on both transports")
    void tenantsAreKeptApart() {
        Proof.by(
                "platform.database.SchemaGuardTests#everyExposedTableForcesRowLevelSecurity",
                "platform.database.SchemaGuardTests#everyPolicyNamesItsRole",
                "platform.database.SchemaGuardTests#noPolicyOpensATableToEveryUser",
                "platform.database.ExposureTests#aStrangerSeesNoRowOfAnyTableOrView",
                "platform.database.ExposureTests#noFunctionTellsOrChangesAnothersThings",
                "platform.database.ExposureTests#noUserDecidesWhatTheServiceDecides",
                "projects.ProjectIsolationTests#letsAStrangerChangeNothing",
                "files.FileIsolationTests#letsNobodyWrite");
    }

    @Test
    @DisplayName("33 (V9.1.1, V9.1.2, V9.1.3): no forged token opens anything")
    void forgeriesOpenNothing() {
        var nobodys =
                List.of(
                        "eyJhbGciOiJub25lIn0.eyJzdWIiOiIwMTlhYTFkMiJ9.",
                        "sk-samo-0000000000000000-" + "a".repeat(43),
                        "a.b.c",
                        "null");
        for (var token : nobodys) {
            api.as(token).get("/api/projects").expectProblem(401, "unauthenticated");
        }
        Proof.by(
                "auth.local.ForgedTokenTests#everyForgeryGetsTheSameAnswer",
                "auth.local.JwtVerifierTests#knowsMoreThanFortyForgeries",
                "auth.local.JwtVerifierTests#refuses",
                "auth.identity.SupabaseSessionTests#aTokenNobodyMadeIsRefused");
    }

    @Test
    @DisplayName(
            "34 (V9.2.1, V9.2.2, V9.2.3): no token counts past its time or for another purpose")
    void tokensServeTheirPurpose() {
        var body = Map.of("email", Api.newEmail(), "password", Api.PASSWORD);
        var session = api.post("/api/auth/register", body).expect(201).json().path("session");
        var refresh = session.path("refresh_token").stringValue();
        api.as(refresh).get("/api/projects").expectProblem(401, "unauthenticated");
        var access = session.path("access_token").stringValue();
        api.post("/api/auth/refresh", Map.of("refresh_token", access.substring(0, 500)))
                .expectProblem(401, "invalid_credentials");
        Proof.by(
                "auth.local.JwtVerifierTests#refuses",
                "auth.local.JwtVerifierTests#forgetsAnAcceptedTokenWhenItExpires",
                "auth.identity.SessionTests#anExpiredTokenIsRefused",
                "auth.token.AccessTokenTests#anExpiredTokenIsRefused",
                "auth.identity.SupabaseSessionTests#keysAndIdentityTokensAreNoCredentials",
                "auth.identity.SupabaseSessionTests#clocksMayBeTwentySecondsApart");
    }
}
