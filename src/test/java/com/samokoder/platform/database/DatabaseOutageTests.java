package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.secrets.MasterKeysFixture;
import com.samokoder.testing.RestartablePostgres;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.json.JsonMapper;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

class DatabaseOutageTests {
    private static final Duration PATIENCE = Duration.ofSeconds(8);
    private static final String SERVICE =
            SessionSettings.forService(PATIENCE, StorageLimits.usual());

    @TempDir Path folder;

    @Test
    void saysUnavailableWhileTheServerIsAwayAndRecoversByItself() {
        try (var server = new RestartablePostgres(folder)) {
            var url = DatabaseUrl.parse(server.url());
            Schema.migrate(url, false);
            var logins = new LoginRoles(url, MasterKeysFixture.keys());
            try (var users = pool(url, logins.users(), SessionSettings.forUsers(PATIENCE));
                    var worker = pool(url, logins.worker(), SERVICE)) {
                var database =
                        new JdbcDatabase(users, worker, JsonMapper.shared(), Set.of("samo_ping"));
                assertThat(answers(database)).isTrue();

                server.stop();
                assertThatThrownBy(() -> answers(database))
                        .isInstanceOfSatisfying(
                                ApiException.class,
                                failure -> {
                                    assertThat(failure.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                                    assertThat(failure.retryAfter()).isPositive();
                                });

                server.start();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .ignoreExceptionsInstanceOf(ApiException.class)
                        .until(() -> answers(database));
            }
        }
    }

    @Test
    void givesReplicasTheSameLoginsAndMakesThemAnewForAnUnknownMasterKey() {
        try (var server = new RestartablePostgres(folder)) {
            var url = DatabaseUrl.parse(server.url());
            Schema.migrate(url, false);
            var first = new LoginRoles(url, MasterKeysFixture.keys()).worker();
            var replica = new LoginRoles(url, MasterKeysFixture.keys()).worker();
            assertThat(replica.password().reveal()).isEqualTo(first.password().reveal());

            var renewed = new LoginRoles(url, MasterKeysFixture.otherKeys()).worker();
            assertThat(renewed.password().reveal()).isNotEqualTo(first.password().reveal());
            try (var worker = pool(url, renewed, SERVICE)) {
                assertThat(worker.isRunning()).isTrue();
            }
        }
    }

    private static com.zaxxer.hikari.HikariDataSource pool(
            DatabaseUrl url, LoginRoles.Login login, String settings) {
        return DatabaseConfiguration.pool(
                login.name(), url.dataSource(login), 2, Duration.ofSeconds(2), settings);
    }

    private static boolean answers(Database database) {
        return database.call(Caller.service(), "samo_ping", Map.of()).isPresent();
    }
}
