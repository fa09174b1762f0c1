package com.samokoder.auth.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.testing.ServiceTest;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@ServiceTest
class SessionTests extends SessionContract {
    private InstallationDatabase database;

    @BeforeEach
    void lookBehind() {
        database = new InstallationDatabase(environment);
    }

    @Override
    void ageRefreshTokens(String email) {
        database.update(
                "update auth.refresh_tokens set used_at = used_at - interval '11 s'"
                        + " where session_id in (select s.id from auth.sessions s join auth.users u"
                        + " on u.id = s.user_id where u.email = ?)",
                email);
    }

    @Override
    void endSessions(String email) {
        database.update(
                "update auth.sessions set revoked_at = now() where user_id ="
                        + " (select id from auth.users where email = ?)",
                email);
    }

    @Test
    void anExpiredTokenIsRefused() {
        database.update(
                "update auth.refresh_tokens set expires_at = now() - interval '1 s'"
                        + " where session_id in (select s.id from auth.sessions s join auth.users u"
                        + " on u.id = s.user_id where u.email = ?)",
                user.email());

        user.exchange().expectProblem(401, "invalid_credentials");
    }

    @Test
    void keepsNoTokenInTheDatabase() {
        var count =
                database.count(
                        "select count(*) from auth.refresh_tokens t where"
                                + " encode(t.hash, 'escape') like ? or t::text like ?",
                        "%" + user.refresh() + "%",
                        "%" + user.refresh() + "%");
        assertThat(count).isZero();
    }
}
