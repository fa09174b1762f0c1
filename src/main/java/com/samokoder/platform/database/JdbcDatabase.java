package com.samokoder.platform.database;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The port over JDBC. A user's call is one transaction that first takes on the caller's role and
 * claims, exactly as PostgREST does, and then calls the function. The service's own connections are
 * the service's for as long as they live ({@link SessionSettings}), so that its call is one
 * statement, one transaction and one round trip. Functions that only read are called in
 * transactions that may only read, as there.
 */
final class JdbcDatabase implements Database {
    private static final int ATTEMPTS = 3;

    private static final String PREAMBLE =
            "select set_config('role', ?, true), set_config('request.jwt.claims', ?, true); ";

    private final DataSource users;
    private final DataSource worker;
    private final Conversion conversion;
    private final Set<String> reading;

    /**
     * @param users connections with {@link SessionSettings#forUsers}
     * @param worker connections with {@link SessionSettings#forService}
     * @param reading the functions that only read
     */
    JdbcDatabase(DataSource users, DataSource worker, JsonMapper json, Set<String> reading) {
        this.users = users;
        this.worker = worker;
        this.conversion = new Conversion(json);
        this.reading = reading;
    }

    @Override
    public Optional<JsonNode> call(Caller caller, String function, Map<String, ?> arguments) {
        return conversion.answer(callWithRetry(caller, function, arguments));
    }

    @Override
    public <T> Optional<T> find(
            Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.object(call(caller, function, arguments), type);
    }

    @Override
    public <T> T get(Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.required(call(caller, function, arguments), type);
    }

    @Override
    public <T> List<T> list(
            Caller caller, String function, Map<String, ?> arguments, Class<T> type) {
        return conversion.list(call(caller, function, arguments), type);
    }

    private @Nullable String callWithRetry(
            Caller caller, String function, Map<String, ?> arguments) {
        for (int attempt = 1; ; attempt++) {
            try {
                return callOnce(caller, function, arguments);
            } catch (SQLException failure) {
                if (attempt == ATTEMPTS || !SqlFailures.isTransient(failure)) {
                    throw SqlFailures.translate(failure);
                }
            }
        }
    }

    private @Nullable String callOnce(Caller caller, String function, Map<String, ?> arguments)
            throws SQLException {
        return switch (caller) {
            case Caller.Service _ -> callAsService(function, arguments);
            case Caller.User(UUID id) ->
                    callAs(
                            "authenticated",
                            "{\"role\":\"authenticated\",\"sub\":\"" + id + "\"}",
                            function,
                            arguments);
            case Caller.Anonymous _ -> callAs("anon", "{\"role\":\"anon\"}", function, arguments);
        };
    }

    private @Nullable String callAsService(String function, Map<String, ?> arguments)
            throws SQLException {
        try (var connection = worker.getConnection()) {
            return reading.contains(function)
                    ? inTransaction(
                            connection,
                            function,
                            () -> callPlainly(connection, function, arguments))
                    : callPlainly(connection, function, arguments);
        }
    }

    private @Nullable String callPlainly(
            Connection connection, String function, Map<String, ?> arguments) throws SQLException {
        try (var statement = connection.prepareStatement(callOf(function, arguments))) {
            bind(statement, 1, arguments);
            try (var result = statement.executeQuery()) {
                return answer(result);
            }
        }
    }

    private @Nullable String callAs(
            String role, String claims, String function, Map<String, ?> arguments)
            throws SQLException {
        try (var connection = users.getConnection()) {
            return inTransaction(
                    connection,
                    function,
                    () -> {
                        var text = PREAMBLE + callOf(function, arguments);
                        try (var statement = connection.prepareStatement(text)) {
                            statement.setString(1, role);
                            statement.setString(2, claims);
                            bind(statement, 3, arguments);
                            return executeBoth(statement);
                        }
                    });
        }
    }

    private @Nullable String inTransaction(Connection connection, String function, Call call)
            throws SQLException {
        connection.setAutoCommit(false);
        if (reading.contains(function)) {
            // Of one transaction, and told in its BEGIN.
            connection.setReadOnly(true);
        }
        try {
            var answer = call.make();
            connection.commit();
            return answer;
        } catch (SQLException failure) {
            rollBack(connection, failure);
            throw failure;
        }
    }

    @FunctionalInterface
    private interface Call {
        @Nullable String make() throws SQLException;
    }

    private static void rollBack(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    private static @Nullable String executeBoth(PreparedStatement statement) throws SQLException {
        statement.execute();
        statement.getMoreResults();
        try (var result = statement.getResultSet()) {
            return answer(result);
        }
    }

    private void bind(PreparedStatement statement, int first, Map<String, ?> arguments)
            throws SQLException {
        int index = first;
        for (Object value : arguments.values()) {
            statement.setString(index++, conversion.text(value));
        }
    }

    private static @Nullable String answer(ResultSet result) throws SQLException {
        return result.next() ? result.getString(1) : null;
    }

    private static String callOf(String function, Map<String, ?> arguments) {
        return arguments.keySet().stream()
                .map(name -> SqlNames.parameter(name) + " => ?")
                .collect(
                        Collectors.joining(
                                ", ", "select public." + SqlNames.checked(function) + "(", ")"));
    }
}
