package com.samokoder.platform.web.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.web.idempotency.IdempotencyStore.Outcome;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.time.Duration;

@ServiceTest
class LeaseTests {
    @Autowired IdempotencyStore store;
    @Autowired Environment environment;

    @Test
    void aLongCallKeepsItsKeyUntilItsOwnLeaseIsOver() {
        var sql = new TestSql(TestInstallation.databaseUrl(environment));
        var user = sql.newUser().value();
        var lease = Duration.ofMinutes(30);
        var route = "POST /v1/messages";
        var print = new byte[32];
        assertThat(store.begin(user, "k", route, print, lease).outcome())
                .isEqualTo(Outcome.EXECUTE);
        var pass =
                "update public.idempotency_keys set lease_until = lease_until"
                        + " - interval '20 minutes' where user_id = cast(? as uuid) returning 1";
        sql.asOwner(pass, user);
        assertThat(store.begin(user, "k", route, print, lease).outcome())
                .isEqualTo(Outcome.RUNNING);
        sql.asOwner(pass, user);
        assertThat(store.begin(user, "k", route, print, lease).outcome())
                .isEqualTo(Outcome.EXECUTE);
    }
}
