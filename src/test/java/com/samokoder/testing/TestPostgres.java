package com.samokoder.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a JVM; each caller gets a database of its own in it. */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private TestPostgres() {}

    private static final class Holder {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder()
                        .setLocaleConfig("encoding", "UTF8")
                        .setLocaleConfig("locale-provider", "builtin")
                        .setLocaleConfig("builtin-locale", "C.UTF-8")
                        .setLocaleConfig("locale", "C")
                        .start();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    /** The URL of a new, empty database, in the form of {@code DATABASE_URL}. */
    public static String newDatabase() {
        var name = "test_" + DATABASES.incrementAndGet() + "_" + ProcessHandle.current().pid();
        try (var connection = Holder.SERVER.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("create database " + name);
        } catch (SQLException failed) {
            throw new IllegalStateException(failed);
        }
        return "postgres://postgres:unused@127.0.0.1:" + Holder.SERVER.getPort() + "/" + name;
    }

    /** A connection of the superuser to a database of a test's server, whoever the URL names. */
    public static Connection owner(String url) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:" + url.replaceFirst("postgres://[^@]*@", "postgresql://"),
                "postgres",
                "unused");
    }
}
