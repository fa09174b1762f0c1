package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.JwtGate.Caller;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;

import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

import java.security.PublicKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Clock;
import java.util.Map;

/**
 * Stands in for PostgREST, as far as this service calls it: functions by POST and GET. What it
 * answers was recorded from servers of three versions, and {@code PostgrestReplayTests} compares.
 */
public final class PostgrestStandIn implements WireHandler, AutoCloseable {
    private static final int MOST_REPEATS = 30_000;

    private final PostgrestVersion version;
    private final JwtGate gate;
    private final PGSimpleDataSource source;
    private final HikariDataSource pool;
    private SchemaCache cache;
    private Connection listener;

    /**
     * @param source connections of the login that may become the roles of requests
     * @param secret of HS256 tokens
     * @param published of ES256 tokens, by key id
     */
    public PostgrestStandIn(
            PostgrestVersion version,
            PGSimpleDataSource source,
            String secret,
            Map<String, PublicKey> published) {
        this.version = version;
        this.gate = new JwtGate(version, secret, published, Clock.systemUTC());
        this.source = source;
        var config = new HikariConfig();
        config.setPoolName("postgrest-stand-in");
        config.setDataSource(source);
        config.setMaximumPoolSize(10);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(4_000);
        config.setInitializationFailTimeout(-1);
        config.setAutoCommit(false);
        this.pool = new HikariDataSource(config);
    }

    @Override
    public WireResponse handle(WireRequest request) {
        var response = answer(request).with("Server", "postgrest/" + version.number());
        return version.isTwelve() ? response.inChunks() : response;
    }

    private WireResponse answer(WireRequest request) {
        try {
            return serve(request);
        } catch (PostgrestFailure failure) {
            return failure.response(version);
        }
    }

    private WireResponse serve(WireRequest request) {
        var caller = gate.admit(request);
        var path = RpcBody.decode(request.path());
        if (!path.startsWith("/rpc/") || path.indexOf('/', 5) >= 0) {
            if (version.isTwelve()) {
                return WireResponse.json(404, "{}");
            }
            throw PostgrestFailure.of(404, "PGRST125", "Invalid path specified in request URL");
        }
        demandMethodAndSchema(request);
        var body = RpcBody.of(request);
        var wish = Wish.of(request);
        if (!wish.columns().isEmpty()) {
            body = body.only(wish.columns());
        }
        var known = cache();
        boolean post = request.method().equals("POST");
        var name = path.substring(5);
        var function = FunctionChoice.of(name, body, post, known.named(name));
        wish.demandAcceptable();
        var preferences = Preferences.of(request, known, version);
        preferences.demandValid();
        var call = new RpcCall(version, known, function, body, wish, preferences, request, caller);
        return run(call, caller);
    }

    private void demandMethodAndSchema(WireRequest request) {
        var method = request.method();
        if (!method.equals("POST") && !method.equals("GET") && !method.equals("HEAD")) {
            throw PostgrestFailure.of(
                    405, "PGRST101", "Cannot use the " + method + " method on RPC");
        }
        var profile = request.header("content-profile");
        if (!profile.isEmpty() && !profile.equals("public")) {
            throw version.isTwelve()
                    ? PostgrestFailure.of(
                            406, "PGRST106", "The schema must be one of the following: public")
                    : PostgrestFailure.of(
                            406,
                            "PGRST106",
                            "Invalid schema: " + profile,
                            null,
                            "Only the following schemas are exposed: public");
        }
    }

    private WireResponse run(RpcCall call, Caller caller) {
        try (var connection = pool.getConnection()) {
            for (int attempt = 1; ; attempt++) {
                try {
                    return call.attempt(connection);
                } catch (SQLException reported) {
                    rollBack(connection);
                    var state = String.valueOf(reported.getSQLState());
                    if (!version.repeats(state) || attempt == MOST_REPEATS) {
                        throw SqlStates.failure(reported, !caller.withToken());
                    }
                } catch (PostgrestFailure refused) {
                    rollBack(connection);
                    throw refused;
                }
            }
        } catch (SQLTransientConnectionException none) {
            throw none.getCause() == null
                    ? PostgrestFailure.of(
                            504, "PGRST003", "Timed out acquiring connection from connection pool.")
                    : PostgrestFailure.of(503, "PGRST000", "Database connection error.");
        } catch (HikariPool.PoolInitializationException | SQLException away) {
            throw PostgrestFailure.of(503, "PGRST000", "Database connection error.");
        }
    }

    private static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException lost) {
            // The pool replaces it.
        }
    }

    /** Re-read after {@code NOTIFY pgrst}, and only then: a function made since is unknown. */
    private synchronized SchemaCache cache() {
        try {
            if (listener == null || listener.isClosed()) {
                listener = source.getConnection();
                try (var statement = listener.createStatement()) {
                    statement.execute("listen pgrst");
                }
                cache = SchemaCache.read(listener);
            } else if (wasNotified(listener)) {
                cache = SchemaCache.read(listener);
            }
        } catch (SQLException away) {
            forgetListener();
            if (cache == null || version != PostgrestVersion.SIXTEEN) {
                throw PostgrestFailure.of(
                        503,
                        "PGRST002",
                        "Could not query the database for the schema cache. Retrying.");
            }
        }
        return cache;
    }

    /** After a question to the server: what was committed before has arrived with its answer. */
    private static boolean wasNotified(Connection listener) throws SQLException {
        try (var statement = listener.createStatement()) {
            statement.execute("");
        }
        return listener.unwrap(PGConnection.class).getNotifications().length > 0;
    }

    private void forgetListener() {
        try {
            if (listener != null) {
                listener.close();
            }
        } catch (SQLException lost) {
            // It is gone already.
        }
        listener = null;
    }

    @Override
    public synchronized void close() {
        forgetListener();
        pool.close();
    }
}
