package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.security.PublishedOperations.Operation;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every published operation against everybody who must not get through: nobody, somebody with a
 * token that was taken back, a token without the scope, and another user with the owner's ids.
 */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AuthorizationMatrixTests {
    /** What this installation does not have, second factors, is nobody's either: 501. */
    private static final Set<Integer> NOT_THERE = Set.of(404, 501);

    /** Names that each user gives: another user's name is simply not taken. */
    private static final Set<String> OWN_NAMES =
            Set.of("PUT /api/gateway/aliases/{name}", "DELETE /api/gateway/aliases/{name}");

    @Autowired Api api;

    private Belongings belongings;
    private Api stranger;
    private Api revoked;
    private Api scopeless;

    @BeforeAll
    void settle() {
        var owner = api.register();
        belongings = new Belongings(owner);
        stranger = api.register();
        revoked = api.as(token(owner, "usage:read", true));
        scopeless = api.as(token(owner, "usage:read", false));
    }

    private static String token(Api owner, String scope, boolean takenBack) {
        var made =
                owner.post("/api/auth/tokens", Map.of("name", "m", "scopes", List.of(scope)))
                        .expect(201)
                        .json();
        if (takenBack) {
            owner.delete("/api/auth/tokens/" + made.path("id").stringValue()).expect(204);
        }
        return made.path("token").stringValue();
    }

    @Test
    void everyOperationHasARow() {
        assertThat(PublishedOperations.all())
                .hasSizeGreaterThan(60)
                .allSatisfy(operation -> {
                    assertThat(operation.scope().orElse("open")).as("%s", operation).isNotBlank();
                    assertThat(belongings.pathOf(operation)).as("%s", operation).isPresent();
                });
    }

    @TestFactory
    Stream<DynamicTest> nobodyGetsInWithoutACredential() {
        return guarded()
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation.toString(),
                                () ->
                                        assertThat(belongings.call(operation, api).status())
                                                .isEqualTo(401)));
    }

    @TestFactory
    Stream<DynamicTest> aTokenThatWasTakenBackOpensNothing() {
        return guarded()
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation.toString(),
                                () ->
                                        assertThat(belongings.call(operation, revoked).status())
                                                .isEqualTo(401)));
    }

    @TestFactory
    Stream<DynamicTest> aTokenOpensWhatItsScopesSayAndNothingElse() {
        return guarded()
                .filter(operation -> !operation.scope().orElseThrow().equals("usage:read"))
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation.toString(),
                                () ->
                                        assertThat(belongings.call(operation, scopeless).status())
                                                .isIn(401, 403)));
    }

    @TestFactory
    Stream<DynamicTest> anotherUsersIdsDoNotExist() {
        return guarded()
                .filter(operation -> !operation.variables().isEmpty())
                .filter(operation -> !OWN_NAMES.contains(operation.toString()))
                .filter(operation -> !operation.path().startsWith("/git/"))
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation.toString(),
                                () ->
                                        assertThat(belongings.call(operation, stranger).status())
                                                .isIn(NOT_THERE)));
    }

    @TestFactory
    Stream<DynamicTest> administrationIsForAdministrators() {
        return guarded()
                .filter(operation -> operation.path().startsWith("/api/admin/"))
                .map(operation ->
                        DynamicTest.dynamicTest(
                                operation.toString(),
                                () ->
                                        assertThat(belongings.call(operation, stranger).status())
                                                .isEqualTo(403)));
    }

    private static Stream<Operation> guarded() {
        return PublishedOperations.all().stream().filter(operation -> !operation.open());
    }
}
