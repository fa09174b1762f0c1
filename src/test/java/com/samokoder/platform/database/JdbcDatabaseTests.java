package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestPostgres;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

@ServiceTest
class JdbcDatabaseTests extends DatabaseContract {
    private static final String CLIMB =
            """
            create or replace function public.probe_climb() returns jsonb language plpgsql as $$
            begin
                set local role service_role;
                return jsonb_build_object('role', current_user);
            end $$;
            grant execute on function public.probe_climb to authenticated;
            """;

    @Autowired Database database;
    @Autowired DatabaseNotifications notifications;
    @Autowired Environment environment;

    @Override
    Database database() {
        return database;
    }

    @Override
    String databaseUrl() {
        return environment.getRequiredProperty("samokoder.database.url");
    }

    @Override
    String usersRole() {
        return "authenticated";
    }

    @Test
    void keepsUsersFromTheServicesFunctionsAndRole() throws Exception {
        try (var owner = TestPostgres.owner(databaseUrl());
                var statement = owner.createStatement()) {
            statement.execute(CLIMB);
        }
        assertThat(codeOf(Caller.user(new UUID(1, 1)), "probe_service", Map.of()))
                .isEqualTo(ErrorCode.FORBIDDEN);
        assertThat(codeOf(Caller.user(new UUID(1, 1)), "probe_climb", Map.of()))
                .isIn(ErrorCode.FORBIDDEN, ErrorCode.INTERNAL);
    }

    @Test
    void hearsNotifications() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var _ = notifications.subscribe("probe_channel", heard::add);
                var owner = TestPostgres.owner(databaseUrl());
                var statement = owner.createStatement()) {
            String payload = null;
            for (int attempt = 0; payload == null && attempt < 50; attempt++) {
                statement.execute("notify probe_channel, 'hello'");
                payload = heard.poll(200, TimeUnit.MILLISECONDS);
            }
            assertThat(payload).isEqualTo("hello");
        }
    }
}
