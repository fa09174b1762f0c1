package com.samokoder.testing;

import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * SQL in the roles that requests run as, with the preamble of the database port: what anybody with
 * the installation's public key could send by themselves.
 */
public final class TestSql {
    private final String url;

    public TestSql(String url) {
        this.url = url;
    }

    /** A user without a credential, for tests below HTTP. */
    public UserId newUser() {
        var id = UUID.randomUUID();
        query(null, "insert into auth.users (id) values (cast(? as uuid)) returning id", id);
        return new UserId(id);
    }

    /** The first column of the first row, as this user; null where there is none. */
    public @Nullable String asUser(UserId user, String sql, Object... values) {
        var claims = "{\"role\":\"authenticated\",\"sub\":\"" + user + "\"}";
        return query(new String[] {"authenticated", claims}, sql, values);
    }

    /** The first column of the first row, as nobody in particular. */
    public @Nullable String asAnonymous(String sql, Object... values) {
        return query(new String[] {"anon", "{\"role\":\"anon\"}"}, sql, values);
    }

    /** The first column of the first row, as the service. */
    public @Nullable String asService(String sql, Object... values) {
        return query(new String[] {"service_role", "{\"role\":\"service_role\"}"}, sql, values);
    }

    /** The first column of the first row, as the schema's owner. */
    public @Nullable String asOwner(String sql, Object... values) {
        return query(null, sql, values);
    }

    private @Nullable String query(String @Nullable [] caller, String sql, Object... values) {
        try (var connection = TestPostgres.owner(url)) {
            connection.setAutoCommit(false);
            if (caller != null) {
                execute(
                        connection,
                        "select set_config('role', ?, true),"
                                + " set_config('request.jwt.claims', ?, true)",
                        (Object[]) caller);
            }
            var answer = execute(connection, sql, values);
            connection.commit();
            return answer;
        } catch (SQLException refused) {
            throw new Refused(refused);
        }
    }

    private static @Nullable String execute(Connection connection, String sql, Object... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setString(index + 1, values[index].toString());
            }
            if (!statement.execute()) {
                return Integer.toString(statement.getUpdateCount());
            }
            try (var rows = statement.getResultSet()) {
                return rows.next() ? rows.getString(1) : null;
            }
        }
    }

    /** The database said no; the message begins with the SQLSTATE. */
    public static final class Refused extends RuntimeException {
        Refused(SQLException refusal) {
            super(refusal.getSQLState() + " " + refusal.getMessage(), refusal);
        }
    }
}
