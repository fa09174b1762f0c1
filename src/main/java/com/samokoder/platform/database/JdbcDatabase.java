package com.samokoder.platform.database;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

import javax.sql.DataSource;

/**
 * The port over JDBC. Each call is one transaction that first takes on the caller's role and
 * claims, exactly as PostgREST does, and then calls the function; both statements travel together.
 * Functions that only read are called in transactions that may only read, as there.
 */
final class JdbcDatabase implements Database {
    private static final int ATTEMPTS = 3;

    /**
     * The legacy per-claim settings are blanked because Supabase's auth.uid() reads them before the
     * claims, and a value left in the session would win.
     */
    private static final String PREAMBLE =
            "select set_config('search_path', 'public', true), set_config('role', ?, true),"
                    + " set_config('request.jwt.claims', ?, true), set_config('request.headers', ?,"
                    + " true), set_config('request.jwt.claim.sub', '', true),"
                    + " set_config('request.jwt.claim.role', '', true),"
                    + " set_config('request.jwt.claim.email', '', true), set_config('request.jwt.claim',"
                    + " '', true), set_config('statement_timeout', ?, true), set_config('lock_timeout',"
                    + " ?, true), set_config('idle_in_transaction_session_timeout', ?, true); ";

    private final DataSource users;
    private final DataSource worker;
    private final Conversion conversion;
    private final String timeoutMillis;
    private final String serviceHeaders;
    private final Set<String> reading;

    JdbcDatabase(
            DataSource users,
            DataSource worker,
            JsonMapper json,
            Duration statementTimeout,
            StorageProperties storage,
            Set<String> reading) {
        this.users = users;
        this.worker = worker;
        this.conversion = new Conversion(json);
        this.timeoutMillis = Long.toString(statementTimeout.toMillis());
        this.serviceHeaders = headers(storage);
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
        var source = caller instanceof Caller.Service ? worker : users;
        try (var connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (reading.contains(function)) {
                // Of one transaction, and told in its BEGIN.
                connection.setReadOnly(true);
            }
            try {
                var answer = execute(connection, caller, function, arguments);
                connection.commit();
                return answer;
            } catch (SQLException failure) {
                rollBack(connection, failure);
                throw failure;
            }
        }
    }

    private static void rollBack(Connection connection, SQLException failure) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            failure.addSuppressed(lost);
        }
    }

    private @Nullable String execute(
            Connection connection, Caller caller, String function, Map<String, ?> arguments)
            throws SQLException {
        try (var statement = connection.prepareStatement(PREAMBLE + callOf(function, arguments))) {
            int index = bindCaller(statement, caller);
            for (Object value : arguments.values()) {
                statement.setString(index++, conversion.text(value));
            }
            statement.execute();
            statement.getMoreResults();
            try (var result = statement.getResultSet()) {
                return result.next() ? result.getString(1) : null;
            }
        }
    }

    private static String callOf(String function, Map<String, ?> arguments) {
        return arguments.keySet().stream()
                .map(name -> SqlNames.parameter(name) + " => ?")
                .collect(
                        Collectors.joining(
                                ", ", "select public." + SqlNames.checked(function) + "(", ")"));
    }

    private int bindCaller(PreparedStatement statement, Caller caller) throws SQLException {
        String role =
                switch (caller) {
                    case Caller.User _ -> "authenticated";
                    case Caller.Service _ -> "service_role";
                    case Caller.Anonymous _ -> "anon";
                };
        String claims =
                switch (caller) {
                    case Caller.User(UUID id) ->
                            "{\"role\":\"authenticated\",\"sub\":\"" + id + "\"}";
                    case Caller.Service _, Caller.Anonymous _ -> "{\"role\":\"" + role + "\"}";
                };
        statement.setString(1, role);
        statement.setString(2, claims);
        statement.setString(3, caller instanceof Caller.Service ? serviceHeaders : "");
        statement.setString(4, timeoutMillis);
        statement.setString(5, timeoutMillis);
        // A process that freezes between a call and its commit must not hold its locks for ever.
        statement.setString(6, timeoutMillis);
        return 7;
    }

    /** As PostgREST passes them on. */
    private static String headers(StorageProperties storage) {
        var limit = storage.limit();
        return limit.isEmpty()
                ? ""
                : "{\"" + StorageProperties.HEADER + "\":\"" + limit.getAsLong() + "\"}";
    }
}
