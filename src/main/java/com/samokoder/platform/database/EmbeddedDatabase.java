package com.samokoder.platform.database;

import com.samokoder.platform.secrets.Secret;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A real PostgreSQL in the data folder, so that trying the service needs nothing installed. It
 * listens on the loopback interface, asks for a password and writes durably: the library's own
 * defaults are made for tests that keep nothing.
 */
final class EmbeddedDatabase implements DatabaseServer {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDatabase.class);
    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final int PASSWORD_BYTES = 24;
    private static final String HOST_RULES =
            "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n"
                    + "host all all ::1/128 scram-sha-256\n";

    private final EmbeddedPostgres server;
    private final FileChannel lock;
    private final DatabaseUrl url;

    private EmbeddedDatabase(EmbeddedPostgres server, FileChannel lock, Secret password) {
        this.server = server;
        this.lock = lock;
        this.url =
                new DatabaseUrl(
                        "127.0.0.1", server.getPort(), "postgres", "postgres", password, "");
    }

    /** Starts the server on its folder, or says in one sentence why it cannot. */
    static EmbeddedDatabase start(Path dataFolder) {
        requireLibrary();
        try {
            var folder = Files.createDirectories(dataFolder.toAbsolutePath().normalize());
            var lock = lock(folder);
            var cluster = folder.resolve("postgres");
            OrphanedServer.in(cluster).stop();
            var password = password(folder.resolve("postgres-password"));
            boolean fresh = !Files.exists(cluster.resolve("postgresql.conf"));
            var server = launch(folder, cluster, fresh ? null : password);
            if (fresh) {
                demandPassword(server, cluster, password);
            }
            LOG.info("Embedded PostgreSQL keeps its data in {}", cluster);
            return new EmbeddedDatabase(server, lock, password);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "the embedded PostgreSQL did not start in " + dataFolder, failed);
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "the embedded PostgreSQL refused its password: SQLSTATE "
                            + failed.getSQLState());
        }
    }

    private static void requireLibrary() {
        try {
            Class.forName("io.zonky.test.db.postgres.embedded.EmbeddedPostgres");
        } catch (ClassNotFoundException packaged) {
            throw new IllegalStateException(
                    "DATABASE_URL is not set, and the packaged service has no embedded PostgreSQL:"
                            + " set DATABASE_URL to postgres://user:password@host:5432/database",
                    packaged);
        }
    }

    private static FileChannel lock(Path folder) throws IOException {
        var channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException sameProcess) {
            LOG.debug("The data folder is in use by this very process");
        }
        channel.close();
        throw new IllegalStateException(
                "another Samokoder is running on "
                        + folder
                        + ": stop it, set SAMOKODER_DATA to another folder, or set DATABASE_URL");
    }

    private static EmbeddedPostgres launch(
            Path folder, Path cluster, @org.jspecify.annotations.Nullable Secret password)
            throws IOException {
        var builder =
                EmbeddedPostgres.builder()
                        .setDataDirectory(cluster)
                        .setCleanDataDirectory(false)
                        .setRegisterShutdownHook(false)
                        .setOverrideWorkingDirectory(folder.resolve("postgres-program").toFile())
                        .setPGStartupWait(STARTUP)
                        // C.UTF-8 of the built-in provider: the same order and case rules
                        // everywhere.
                        .setLocaleConfig("encoding", "UTF8")
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setLocaleConfig("locale", "C")
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .setServerConfig("max_connections", "60")
                        .setServerConfig("listen_addresses", "127.0.0.1")
                        .setServerConfig("log_min_error_statement", "panic");
        if (password != null) {
            builder.setConnectConfig("password", password.reveal());
        }
        return builder.start();
    }

    private static Secret password(Path file) throws IOException {
        if (!Files.exists(file)) {
            var bytes = new byte[PASSWORD_BYTES];
            new java.security.SecureRandom().nextBytes(bytes);
            PrivateFile.write(file, HexFormat.of().formatHex(bytes));
        }
        return new Secret(Files.readString(file).strip());
    }

    private static void demandPassword(EmbeddedPostgres server, Path cluster, Secret password)
            throws SQLException, IOException {
        try (var connection = server.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            connection
                    .unwrap(PGConnection.class)
                    .alterUserPassword(
                            "postgres", password.reveal().toCharArray(), "scram-sha-256");
            Files.writeString(cluster.resolve("pg_hba.conf"), HOST_RULES);
            statement.execute("select pg_reload_conf()");
        }
    }

    @Override
    public DatabaseUrl url() {
        return url;
    }

    @Override
    public void close() {
        try (lock) {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException("the embedded PostgreSQL did not stop", failed);
        }
    }
}
