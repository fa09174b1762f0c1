package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.testing.ServiceTest;
import com.samokoder.testing.TestPostgres;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.core.env.Environment;

import tools.jackson.databind.json.JsonMapper;

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

    private static final String SLY =
            """
            create schema if not exists probe;
            grant usage on schema probe to service_role;
            create table if not exists probe.pages (text text);
            grant insert, select on probe.pages to service_role;
            create or replace function public.probe_scribble() returns jsonb language sql as
                'insert into probe.pages values ($$x$$) returning to_jsonb(text)';
            create or replace function public.probe_sly() returns jsonb language sql stable as
                'select public.probe_scribble()';
            grant execute on function public.probe_scribble, public.probe_sly to service_role;
            """;

    @Autowired Database database;
    @Autowired DatabaseConfiguration.Pools pools;
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
    void whatPromisesToReadCannotWriteByAnother() throws Exception {
        try (var owner = TestPostgres.owner(databaseUrl());
                var statement = owner.createStatement()) {
            statement.execute(SLY);
        }
        var anew =
                new JdbcDatabase(
                        pools.users(),
                        pools.worker(),
                        JsonMapper.shared(),
                        ReadingFunctions.in(pools.worker()));

        assertThat(anew.call(Caller.service(), "probe_scribble", Map.of())).isPresent();
        assertThatThrownBy(() -> anew.call(Caller.service(), "probe_sly", Map.of()))
                .isInstanceOf(ApiException.class)
                .hasRootCauseMessage(
                        "SQLSTATE 25006, cannot execute INSERT in a read-only transaction");
        assertThat(anew.call(Caller.service(), "probe_scribble", Map.of())).isPresent();
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
