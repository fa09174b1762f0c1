package com.samokoder.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.platform.secrets.Secret;
import com.samokoder.testing.ServiceProcess;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;

@Execution(ExecutionMode.CONCURRENT)
class EmbeddedDatabaseTests {
    @TempDir Path folder;

    @Test
    void keepsItsDataBetweenStarts() throws Exception {
        try (var first = EmbeddedDatabase.start(folder)) {
            execute(first, "create table kept (n int)");
        }

        try (var second = EmbeddedDatabase.start(folder)) {
            execute(second, "select n from kept");
        }
    }

    @Test
    void asksForAPasswordAndWritesDurably() throws Exception {
        try (var server = EmbeddedDatabase.start(folder)) {
            var anonymous = server.url().dataSource("postgres", new Secret(""));
            assertThatThrownBy(anonymous::getConnection).isInstanceOf(SQLException.class);
            assertThat(setting(server, "fsync")).isEqualTo("on");
            assertThat(setting(server, "synchronous_commit")).isEqualTo("on");
            assertThat(setting(server, "listen_addresses")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void comparesCyrillicLettersWithoutCase() throws Exception {
        try (var server = EmbeddedDatabase.start(folder);
                var connection = server.url().dataSource().getConnection();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery("select lower('ПРИВЕТ')");
            row.next();
            assertThat(row.getString(1)).isEqualTo("привет");
        }
    }

    @Test
    void refusesAFolderThatAnotherServiceUses() {
        try (var _ = EmbeddedDatabase.start(folder)) {
            assertThatThrownBy(() -> EmbeddedDatabase.start(folder))
                    .hasMessageContaining("another Samokoder is running");
        }
    }

    @Test
    void takesOverTheServerOfAKilledService() throws Exception {
        var properties =
                Map.of("samokoder.environment", "test", "samokoder.data-folder", folder.toString());
        try (var killed = ServiceProcess.start(properties)) {
            killed.kill();
        }
        assertThat(folder.resolve("postgres/postmaster.pid")).exists();

        try (var restarted = ServiceProcess.start(properties)) {
            assertThat(Files.readString(restarted.log())).contains("that a killed service left");
            restarted.stop();
        }
        assertThat(folder.resolve("postgres/postmaster.pid")).doesNotExist();
    }

    private static void execute(EmbeddedDatabase server, String sql) throws SQLException {
        try (var connection = server.url().dataSource().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String setting(EmbeddedDatabase server, String name) throws SQLException {
        try (var connection = server.url().dataSource().getConnection();
                var statement = connection.createStatement()) {
            var row = statement.executeQuery("show " + name);
            row.next();
            return row.getString(1);
        }
    }
}
