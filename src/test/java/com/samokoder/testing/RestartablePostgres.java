package com.samokoder.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * A PostgreSQL of its own that a test may stop, crash and start again on the same port and data.
 */
public final class RestartablePostgres implements AutoCloseable {
    private final Path folder;
    private final int port;
    private EmbeddedPostgres server;

    public RestartablePostgres(Path folder) {
        this.folder = folder;
        this.port = freePort();
        this.server = launch();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private EmbeddedPostgres launch() {
        try {
            return EmbeddedPostgres.builder()
                    .setDataDirectory(folder.resolve("cluster"))
                    .setCleanDataDirectory(false)
                    .setPort(port)
                    .setLocaleConfig("encoding", "UTF8")
                    .setLocaleConfig("locale-provider", "builtin")
                    .setLocaleConfig("builtin-locale", "C.UTF-8")
                    .setLocaleConfig("locale", "C")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("synchronous_commit", "on")
                    .start();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** In the form of {@code DATABASE_URL}. */
    public String url() {
        return "postgres://postgres:unused@127.0.0.1:" + port + "/postgres";
    }

    public void stop() {
        try {
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** {@code kill -9}, as if the machine had lost its power. */
    public void crash() {
        try {
            var pid =
                    Files.readAllLines(folder.resolve("cluster").resolve("postmaster.pid"))
                            .getFirst();
            var postmaster = ProcessHandle.of(Long.parseLong(pid.strip())).orElseThrow();
            var all = Stream.concat(postmaster.descendants(), Stream.of(postmaster)).toList();
            all.forEach(ProcessHandle::destroyForcibly);
            all.forEach(process -> process.onExit().join());
            server.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** What a query that answers with one number says. */
    public long number(String query) throws SQLException {
        var address = "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        try (var owner = DriverManager.getConnection(address, "postgres", "unused");
                var statement = owner.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getLong(1);
        }
    }

    public void start() {
        server = launch();
    }

    @Override
    public void close() {
        stop();
    }
}
