package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.time.Duration;
import java.util.UUID;

/**
 * What has served its time goes, though its user never comes back. Sweeps are made now and then.
 */
@ServiceTest
class RetentionTests {
    @Autowired Environment environment;

    private TestSql sql;

    @BeforeEach
    void lookBehind() {
        sql = new TestSql(TestInstallation.databaseUrl(environment));
    }

    @Test
    void oldAnswersGoWhoeverAsks() {
        var gone = sql.newUser();
        for (var hours : new String[] {"25", "23"}) {
            sql.asOwner(
                    "insert into public.idempotency_keys (user_id, key, route, fingerprint,"
                            + " created_at) values (cast(? as uuid), ?, 'r', sha256('x'),"
                            + " now() - make_interval(hours => cast(? as int))) returning 1",
                    gone,
                    hours,
                    hours);
        }
        var other = sql.newUser();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    sql.asService(
                            "select public.idempotency_begin(cast(? as uuid), ?, 'r', sha256('x'), 9)",
                            other,
                            UUID.randomUUID());
                    return keys(gone).equals("23");
                });
        assertThat(keys(gone)).isEqualTo("23");
    }

    private String keys(Object user) {
        return sql.asOwner(
                "select string_agg(key, ',' order by key) from public.idempotency_keys"
                        + " where user_id = cast(? as uuid)",
                user);
    }

    @Test
    void sessionsThatAreOverGoWhoeverSignsIn() {
        var gone = sql.newUser();
        sql.asOwner(
                "insert into auth.sessions (id, user_id, expires_at) values"
                        + " (gen_random_uuid(), cast(? as uuid), now() - interval '1 day'),"
                        + " (gen_random_uuid(), cast(? as uuid), now() + interval '1 day')"
                        + " returning 1",
                gone,
                gone);
        var other = sql.newUser();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    sql.asService(
                            "select public.local_open_session(cast(? as uuid), gen_random_uuid(),"
                                    + " sha256(convert_to(?, 'UTF8')), 60)",
                            other,
                            UUID.randomUUID());
                    return sessions(gone).equals("1");
                });
        assertThat(sessions(gone)).isEqualTo("1");
    }

    private String sessions(Object user) {
        return sql.asOwner(
                "select count(*) from auth.sessions where user_id = cast(? as uuid)", user);
    }

    @Test
    void payersOfRunsThatAreNotThereGo() {
        var user = sql.newUser();
        var gone = UUID.randomUUID();
        sql.asOwner(
                "insert into public.run_payers (run_id, user_id, created_at) values"
                        + " (cast(? as uuid), cast(? as uuid), now() - interval '2 days'),"
                        + " (gen_random_uuid(), cast(? as uuid), now()) returning 1",
                gone,
                user,
                user);
        var run = UUID.randomUUID();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(1))
                .until(() -> {
                    sql.asService(
                            "select public.usage_set_run_payer(cast(? as uuid), cast(? as uuid),"
                                    + " null)",
                            user,
                            run);
                    return payers("run_id", gone).equals("0");
                });
        assertThat(payers("user_id", user)).isEqualTo("2");
    }

    private String payers(String column, Object id) {
        return sql.asOwner(
                "select count(*) from public.run_payers where " + column + " = cast(? as uuid)",
                id);
    }
}
