package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.TestPostgres;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import tools.jackson.databind.json.JsonMapper;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the port promises, over every transport. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseContract {
    private static final String FUNCTIONS =
            """
            create function public.probe_echo(
                p_text text, p_number int, p_flag boolean, p_id uuid, p_at timestamptz,
                p_bytes bytea, p_object jsonb, p_nothing text
            ) returns jsonb language sql as $$
                select jsonb_build_object(
                    'text', p_text, 'number', p_number, 'flag', p_flag, 'id', p_id, 'at', p_at,
                    'bytes', encode(p_bytes, 'hex'), 'object', p_object, 'nothing', p_nothing)
            $$;
            create function public.probe_who() returns jsonb language sql as $$
                select jsonb_build_object('role', current_user, 'user', samo.acting_user())
            $$;
            create function public.probe_fail(p_state text, p_message text) returns jsonb
            language plpgsql as $$
            begin
                raise exception using errcode = p_state, message = p_message,
                    detail = 'Failing row contains (planted)';
            end $$;
            create function public.probe_service() returns jsonb language sql as $$ select '1'::jsonb $$;
            create function public.probe_sleep() returns void language sql as $$
                select pg_sleep(30) $$;
            grant execute on function public.probe_echo, public.probe_who, public.probe_fail,
                public.probe_sleep to authenticated, service_role;
            revoke execute on function public.probe_service from public;
            grant execute on function public.probe_service to service_role;
            notify pgrst, 'reload schema';
            """;

    abstract Database database();

    abstract String databaseUrl();

    /** The role of calls in users' names. */
    abstract String usersRole();

    @BeforeAll
    void createFunctions() throws Exception {
        try (var owner = TestPostgres.owner(databaseUrl());
                var statement = owner.createStatement()) {
            statement.execute(FUNCTIONS);
        }
    }

    @AfterAll
    void dropFunctions() throws Exception {
        try (var owner = TestPostgres.owner(databaseUrl());
                var statement = owner.createStatement()) {
            statement.execute(
                    "drop function public.probe_echo, public.probe_who, public.probe_fail,"
                            + " public.probe_sleep, public.probe_service; notify pgrst, 'reload"
                            + " schema'");
        }
    }

    record Item(String name, int count) {}

    @Test
    void carriesEveryKindOfArgument() {
        var id = new UUID(1, 2);
        var at = Instant.parse("2026-01-02T03:04:05Z");

        var echo =
                database()
                        .call(
                                Caller.service(),
                                "probe_echo",
                                Database.arguments(
                                        "text",
                                        "Привет, \"мир\"",
                                        "number",
                                        42,
                                        "flag",
                                        true,
                                        "id",
                                        id,
                                        "at",
                                        at,
                                        "bytes",
                                        new byte[] {1, (byte) 0xff},
                                        "object",
                                        List.of(new Item("a", 1)),
                                        "nothing",
                                        null))
                        .orElseThrow();

        assertThat(echo.path("text").stringValue()).isEqualTo("Привет, \"мир\"");
        assertThat(echo.path("number").intValue()).isEqualTo(42);
        assertThat(echo.path("flag").booleanValue()).isTrue();
        assertThat(echo.path("id").stringValue()).isEqualTo(id.toString());
        assertThat(Instant.parse(echo.path("at").stringValue())).isEqualTo(at);
        assertThat(echo.path("bytes").stringValue()).isEqualTo("01ff");
        assertThat(echo.at("/object/0/name").stringValue()).isEqualTo("a");
        assertThat(echo.path("nothing").isNull()).isTrue();
    }

    @Test
    void runsAsTheCallersRoleAndForgetsItAfterwards() {
        var id = new UUID(3, 4);

        assertThat(who(Caller.user(id))).isEqualTo(usersRole() + " " + id);
        assertThat(who(Caller.service())).isEqualTo("service_role null");
        assertThat(who(Caller.user(new UUID(5, 6)))).isEqualTo(usersRole() + " " + new UUID(5, 6));
    }

    private String who(Caller caller) {
        var who = database().call(caller, "probe_who", Map.of()).orElseThrow();
        var user = who.path("user");
        return who.path("role").stringValue() + " " + (user.isNull() ? null : user.stringValue());
    }

    @Test
    void translatesFailuresIntoTheVocabulary() {
        assertThat(failure("PT404", "no such thing")).isEqualTo(ErrorCode.NOT_FOUND);
        assertThat(failure("PT409", "run_in_progress")).isEqualTo(ErrorCode.RUN_IN_PROGRESS);
        assertThat(failure("PT412", "version_conflict")).isEqualTo(ErrorCode.VERSION_CONFLICT);
        assertThat(failure("23505", "duplicate")).isEqualTo(ErrorCode.CONFLICT);
        assertThat(failure("23514", "check")).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(failure("53300", "too many")).isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(failure("XX000", "internal")).isEqualTo(ErrorCode.INTERNAL);
    }

    final ErrorCode failure(String state, String message) {
        return codeOf(Caller.service(), "probe_fail", Map.of("state", state, "message", message));
    }

    final ErrorCode codeOf(Caller caller, String function, Map<String, ?> arguments) {
        try {
            database().call(caller, function, arguments);
        } catch (ApiException failure) {
            return failure.code();
        }
        throw new AssertionError(function + " did not fail");
    }

    @Test
    void neverRelaysTheRowsThatAFailureQuotes() {
        assertThatThrownBy(() ->
                        database()
                                .call(
                                        Caller.service(),
                                        "probe_fail",
                                        Map.of("state", "23514", "message", "check")))
                .hasStackTraceContaining("SQLSTATE 23514")
                .satisfies(failure -> {
                    var text = new java.io.StringWriter();
                    failure.printStackTrace(new java.io.PrintWriter(text));
                    assertThat(text.toString()).doesNotContain("planted");
                });
    }

    @Test
    void refusesNamesThatAreNotNames() {
        assertThatThrownBy(() -> database().call(Caller.service(), "pg_sleep(1); --", Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aNullIsNoValueWhateverItsKind() {
        var nothing =
                Database.arguments(
                        "text",
                        null,
                        "number",
                        null,
                        "flag",
                        null,
                        "id",
                        null,
                        "at",
                        null,
                        "bytes",
                        null,
                        "object",
                        JsonMapper.shared().nullNode(),
                        "nothing",
                        null);

        var echo = database().call(Caller.service(), "probe_echo", nothing).orElseThrow();

        assertThat(echo.properties()).hasSize(8).allMatch(field -> field.getValue().isNull());
    }

    @Test
    void keepsEveryDigitOfANumber() {
        var money = new BigDecimal("12345678901234567890.123456789");
        var object = Map.of("amount", money, "large", 9_007_199_254_740_993L);

        var echo =
                database()
                        .call(
                                Caller.service(),
                                "probe_echo",
                                Database.arguments(
                                        "text",
                                        money,
                                        "number",
                                        Integer.MIN_VALUE,
                                        "flag",
                                        false,
                                        "id",
                                        null,
                                        "at",
                                        null,
                                        "bytes",
                                        new byte[0],
                                        "object",
                                        object,
                                        "nothing",
                                        null))
                        .orElseThrow();

        assertThat(echo.path("text").stringValue()).isEqualTo(money.toPlainString());
        assertThat(echo.path("number").intValue()).isEqualTo(Integer.MIN_VALUE);
        assertThat(echo.path("bytes").stringValue()).isEmpty();
        assertThat(echo.at("/object/large").longValue()).isEqualTo(9_007_199_254_740_993L);
    }

    @Test
    void anAnswerOfNothingIsEmpty() {
        assertThat(
                        database()
                                .call(
                                        Caller.service(),
                                        "auth_touch_access_token",
                                        Map.of("user_id", new UUID(1, 1), "id", new UUID(1, 2))))
                .isEmpty();
    }

    @Test
    void textThatNoDatabaseKeepsIsTheCallersMistake() {
        assertThat(failure("P0001", "a\u0000b")).isEqualTo(ErrorCode.INVALID_REQUEST);
    }
}
