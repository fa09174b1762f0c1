package com.samokoder.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.time.Ids;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestInstallation;
import com.samokoder.testing.TestSql;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.util.List;
import java.util.Map;
import java.util.UUID;

@ServiceTest
class RunPayerTests {
    @Autowired RunPayers payers;
    @Autowired Api anybody;
    @Autowired Environment environment;
    @Autowired Ids ids;

    private Api ann;
    private UserId user;
    private UUID token;
    private UUID run;

    @BeforeEach
    void begin() {
        ann = anybody.register();
        user = new UserId(idOf(ann.get("/api/auth/user").expect(200)));
        var asked = Map.of("name", "machine", "scopes", List.of("runs:write"));
        token = idOf(ann.post("/api/auth/tokens", asked).expect(201));
        run = ids.next();
    }

    @Test
    void aRunIsItsOwnersWhereNoTokenSetItGoing() {
        assertThat(payers.accessTokenOf(user, run)).isNull();
    }

    @Test
    void aRevokedTokenPaysNoMore() {
        payers.set(user, run, token);
        assertThat(payers.accessTokenOf(user, run)).isEqualTo(token);

        ann.delete("/api/auth/tokens/" + token).expect(204);

        assertPaysNoMore();
    }

    @Test
    void aTokenPaysUntilItExpires() {
        payers.set(user, run, token);
        expire("1 hour");
        assertThat(payers.accessTokenOf(user, run)).isEqualTo(token);

        expire("-1 second");

        assertPaysNoMore();
    }

    private void expire(String after) {
        new TestSql(TestInstallation.databaseUrl(environment))
                .asOwner(
                        "update public.access_tokens set expires_at = now() + cast(? as interval)"
                                + " where id = cast(? as uuid)",
                        after,
                        token);
    }

    private void assertPaysNoMore() {
        assertThatThrownBy(() -> payers.accessTokenOf(user, run))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(ErrorCode.BUDGET_EXCEEDED);
                            assertThat(refused.detailKey()).isEqualTo("usage.payer_revoked");
                        });
    }

    private static UUID idOf(Answer answer) {
        return UUID.fromString(answer.json().path("id").stringValue());
    }
}
