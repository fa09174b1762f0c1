package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

/** What a user could send to the database past the service. */
@ServiceTest
class DirectAccessTests {
    @Autowired Environment environment;

    private TestSql sql;
    private UserId user;

    @BeforeEach
    void makeUser() {
        sql = new TestSql(environment.getRequiredProperty("samokoder.database.url"));
        user = sql.newUser();
        sql.asService(
                "insert into public.profiles (user_id) values (cast(? as uuid)) returning 1",
                user.value());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update public.profiles set is_admin = true returning 1",
                "insert into public.profiles (user_id, is_admin)"
                        + " values (gen_random_uuid(), true) returning 1",
                "delete from public.profiles returning 1",
                "select secret_hash from public.access_tokens",
                "insert into public.access_tokens (id) values (gen_random_uuid()) returning 1",
                "update public.access_tokens set revoked_at = null returning 1",
                "select encrypted_password from auth.users",
                "select count(*) from auth.sessions",
                "select count(*) from auth.refresh_tokens",
                "select sealed_private_key from auth.signing_keys",
                "select public.local_find_credentials('x')",
                "select public.local_list_signing_keys()",
                "select public.local_delete_user(gen_random_uuid())",
                "select public.local_end_session(gen_random_uuid(), gen_random_uuid())",
                "select public.auth_is_admin(gen_random_uuid())",
                "select public.auth_find_access_token('x')",
                "select public.auth_access_token_counts(gen_random_uuid(), gen_random_uuid())",
                "select public.auth_revoke_access_token(gen_random_uuid(), gen_random_uuid())"
            })
    void usersMayNot(String statement) {
        assertThatThrownBy(() -> sql.asUser(user, statement))
                .hasStackTraceContaining("permission denied");
        assertThatThrownBy(() -> sql.asAnonymous(statement))
                .hasStackTraceContaining("permission denied");
    }

    @Test
    void usersSeeTheirOwnProfileOnly() {
        var other = sql.newUser();

        assertThat(sql.asUser(user, "select count(*) from public.profiles")).isEqualTo("1");
        assertThat(sql.asUser(other, "select count(*) from public.profiles")).isEqualTo("0");
        assertThat(sql.asUser(other, "update public.profiles set language = 'ru' returning 1"))
                .isNull();
    }
}
