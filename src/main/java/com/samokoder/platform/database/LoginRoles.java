package com.samokoder.platform.database;

import com.samokoder.platform.secrets.Digests;
import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.secrets.SealBroken;
import com.samokoder.platform.secrets.Sealed;
import com.samokoder.platform.secrets.Secret;

import org.postgresql.PGConnection;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * The two logins that serve requests. Neither owns anything: one may become {@code anon} or {@code
 * authenticated}, the other {@code service_role}, so that an injection on a user's path cannot
 * climb. Their passwords are random, kept sealed in the database for the other replicas, and made
 * anew when no master key opens them.
 */
final class LoginRoles {
    private static final String PURPOSE = "database-login";
    private static final int PASSWORD_BYTES = 24;
    private static final long LOCK = 0x53414d4fL;

    private final DatabaseUrl url;
    private final MasterKeys keys;
    private final String suffix;

    LoginRoles(DatabaseUrl url, MasterKeys keys) {
        this.url = url;
        this.keys = keys;
        // Roles belong to the whole cluster: two installations in one must not share a login.
        this.suffix = HexFormat.of().formatHex(Digests.sha256(url.database()), 0, 4);
    }

    Login users() {
        return ensure("samo_authenticator_" + suffix, "anon, authenticated");
    }

    Login worker() {
        return ensure("samo_worker_" + suffix, "service_role");
    }

    private Login ensure(String name, String roles) {
        try (var connection = url.dataSource().getConnection()) {
            connection.setAutoCommit(false);
            execute(connection, "select pg_advisory_xact_lock(" + LOCK + ")");
            createTable(connection);
            boolean exists = exists(connection, name);
            var known = exists ? storedPassword(connection, name) : Optional.<Secret>empty();
            if (!exists) {
                execute(
                        connection,
                        "create role %s login noinherit nocreatedb nocreaterole".formatted(name));
            }
            execute(connection, "grant %s to %s".formatted(roles, name));
            var password = known.isPresent() ? known.get() : renew(connection, name);
            connection.commit();
            return new Login(url.loginOf(name), password);
        } catch (SQLException failed) {
            throw new IllegalStateException(
                    "cannot prepare the database login "
                            + name
                            + ": the user of DATABASE_URL must be allowed to create roles (SQLSTATE "
                            + failed.getSQLState()
                            + ")");
        }
    }

    private static void createTable(Connection connection) throws SQLException {
        execute(
                connection,
                "create table if not exists samo_meta.logins (name text primary key, version int not"
                        + " null, kek_id text not null, nonce bytea not null, ciphertext bytea not"
                        + " null)");
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (var query = connection.prepareStatement("select 1 from pg_roles where rolname = ?")) {
            query.setString(1, name);
            return query.executeQuery().next();
        }
    }

    private Optional<Secret> storedPassword(Connection connection, String name)
            throws SQLException {
        try (var query =
                connection.prepareStatement(
                        "select version, kek_id, nonce, ciphertext from samo_meta.logins where name ="
                                + " ?")) {
            query.setString(1, name);
            var row = query.executeQuery();
            if (!row.next()) {
                return Optional.empty();
            }
            var sealed =
                    new Sealed(row.getInt(1), row.getString(2), row.getBytes(3), row.getBytes(4));
            return Optional.of(
                    new Secret(
                            new String(keys.open(sealed, PURPOSE, name), StandardCharsets.UTF_8)));
        } catch (SealBroken unknownKey) {
            return Optional.empty();
        }
    }

    private Secret renew(Connection connection, String name) throws SQLException {
        var bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        var password = HexFormat.of().formatHex(bytes);
        // Hashed by the driver, so that the server's statement log never sees it.
        connection
                .unwrap(PGConnection.class)
                .alterUserPassword(name, password.toCharArray(), "scram-sha-256");
        var sealed = keys.seal(password.getBytes(StandardCharsets.UTF_8), PURPOSE, name);
        try (var store =
                connection.prepareStatement(
                        "insert into samo_meta.logins values (?, ?, ?, ?, ?) on conflict (name) do"
                                + " update set version = excluded.version, kek_id = excluded.kek_id,"
                                + " nonce = excluded.nonce, ciphertext = excluded.ciphertext")) {
            store.setString(1, name);
            store.setInt(2, sealed.version());
            store.setString(3, sealed.kekId());
            store.setBytes(4, sealed.nonce());
            store.setBytes(5, sealed.ciphertext());
            store.executeUpdate();
        }
        return new Secret(password);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** A login that serves requests. */
    record Login(String name, Secret password) {}
}
