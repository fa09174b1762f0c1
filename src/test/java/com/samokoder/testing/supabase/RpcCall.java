package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.JwtGate.Caller;
import com.samokoder.testing.supabase.SqlFunction.Shape;

import tools.jackson.databind.json.JsonMapper;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One call of one function: its transaction, and the answer made of what came out. */
record RpcCall(
        PostgrestVersion version,
        SchemaCache cache,
        SqlFunction function,
        RpcBody body,
        Wish wish,
        Preferences preferences,
        WireRequest request,
        Caller caller) {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Set<String> HOISTED = Set.of("statement_timeout");

    WireResponse attempt(Connection connection) throws SQLException {
        connection.setReadOnly(function.readOnly() || !request.method().equals("POST"));
        takeOnRole(connection);
        var answer = call(connection);
        refuse(answer);
        connection.commit();
        return response(answer);
    }

    private void takeOnRole(Connection connection) throws SQLException {
        var settings = settings();
        var calls =
                String.join(
                        ", ",
                        java.util.Collections.nCopies(settings.size(), "set_config(?, ?, true)"));
        try (var statement = connection.prepareStatement("select " + calls)) {
            int index = 1;
            for (var setting : settings.entrySet()) {
                statement.setString(index++, setting.getKey());
                statement.setString(index++, setting.getValue());
            }
            statement.execute();
        } catch (SQLException refused) {
            boolean unknownRole =
                    "22023".equals(refused.getSQLState())
                            && refused.getMessage().contains("role \"");
            if (unknownRole && !version.isTwelve()) {
                throw PostgrestFailure.of(
                                401, "22023", "role \"" + caller.role() + "\" does not exist")
                        .with("WWW-Authenticate", "Bearer");
            }
            throw refused;
        }
    }

    private Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("search_path", "\"public\", \"public\"");
        settings.putAll(cache.roleSettings().getOrDefault(caller.role(), Map.of()));
        settings.put("role", caller.role());
        settings.put("request.jwt.claims", JSON.writeValueAsString(caller.claims()));
        settings.put("request.method", request.method());
        settings.put("request.path", request.path());
        settings.put("request.headers", JSON.writeValueAsString(headers()));
        settings.put("request.cookies", JSON.writeValueAsString(cookies()));
        settings.put("timezone", preferences.asked().getOrDefault("timezone", "UTC"));
        function.settings()
                .forEach((name, value) -> {
                    if (HOISTED.contains(name)) {
                        settings.put(name, value);
                    }
                });
        return settings;
    }

    private Map<String, String> headers() {
        var headers = new LinkedHashMap<String, String>();
        request.headers()
                .forEach((name, values) -> {
                    if (!name.equals("cookie")) {
                        headers.put(name, values.getLast());
                    }
                });
        return headers;
    }

    private Map<String, String> cookies() {
        var cookies = new LinkedHashMap<String, String>();
        for (var pair : request.header("cookie").split(";")) {
            if (!pair.isBlank()) {
                var halves = pair.strip().split("=", 2);
                cookies.put(halves[0], halves.length > 1 ? halves[1] : "");
            }
        }
        return cookies;
    }

    private Answer call(Connection connection) throws SQLException {
        var sql =
                new RpcSql(
                        function,
                        body,
                        wish.single(),
                        wish.stripped(),
                        preferences.countsExactly() || preferences.mostAffected() > 0,
                        wish.limit(),
                        wish.offset());
        try (var statement = connection.prepareStatement(sql.text())) {
            if (sql.hasArguments()) {
                switch (body.kind()) {
                    case BYTES -> statement.setBytes(1, request.body());
                    case TEXT -> statement.setString(1, request.text());
                    case JSON, FIELDS -> statement.setString(1, body.json());
                }
            }
            try (var row = statement.executeQuery()) {
                row.next();
                return Answer.of(row);
            }
        }
    }

    /** Whatever is refused here is rolled back. */
    private void refuse(Answer answer) {
        if (function.set() && wish.single() && answer.page() != 1) {
            throw PostgrestFailure.of(
                    406,
                    "PGRST116",
                    version.isTwelve()
                            ? "JSON object requested, multiple (or no) rows returned"
                            : "Cannot coerce the result to a single JSON object",
                    "The result contains " + answer.page() + " rows",
                    null);
        }
        int most = preferences.mostAffected();
        if (most > 0 && !function.set() && !version.isTwelve()) {
            throw PostgrestFailure.of(
                    400,
                    "PGRST128",
                    "Function must return SETOF or TABLE when max-affected preference is used with"
                            + " handling=strict");
        }
        if (most > 0 && answer.page() > most) {
            throw PostgrestFailure.of(
                    400,
                    "PGRST124",
                    "Query result exceeds max-affected preference constraint",
                    "The query affects " + answer.page() + " rows",
                    null);
        }
    }

    private WireResponse response(Answer answer) {
        boolean counted = preferences.countsExactly();
        int total = answer.total();
        if (counted && wish.offset() > total) {
            throw outOfRange(total);
        }
        boolean partial = counted && wish.offset() + answer.page() < total;
        boolean partOfSet = partial || (counted && wish.offset() > 0 && answer.page() < total);
        var response = WireResponse.of(partOfSet ? 206 : 200);
        if (function.shape() == Shape.VOID) {
            response = WireResponse.of(204);
        }
        if (answer.status() != null) {
            int own = Integer.parseInt(answer.status());
            response = response.saying(own, WireResponse.reasonOf(own));
        }
        response = response.with("Content-Range", range(answer.page(), counted, total));
        for (var header : extras()) {
            response = response.with(header.getKey(), header.getValue());
        }
        return function.shape() == Shape.VOID
                ? response
                : response.body(wish.contentType(), answer.body());
    }

    private List<Map.Entry<String, String>> extras() {
        var extras = new java.util.ArrayList<Map.Entry<String, String>>();
        if (request.has("content-profile")) {
            extras.add(Map.entry("Content-Profile", request.header("content-profile")));
        }
        if (!preferences.applied().isEmpty()) {
            extras.add(Map.entry("Preference-Applied", preferences.applied()));
        }
        if (version == PostgrestVersion.SIXTEEN) {
            extras.add(Map.entry("Vary", "Accept, Prefer, Range"));
        }
        return extras;
    }

    /** Noticed when the transaction is committed already. */
    private PostgrestFailure outOfRange(int total) {
        return PostgrestFailure.of(
                        416,
                        "PGRST103",
                        "Requested range not satisfiable",
                        "An offset of "
                                + wish.offset()
                                + " was requested, but there are only "
                                + total
                                + " rows.",
                        null)
                .withoutProxyStatus()
                .with("Content-Range", "*/" + total)
                .with("Preference-Applied", preferences.applied());
    }

    private String range(int page, boolean counted, int total) {
        var rows = page == 0 ? "*" : wish.offset() + "-" + (wish.offset() + page - 1);
        return rows + "/" + (counted ? total : "*");
    }

    /**
     * @param total of rows, where they were counted
     * @param page of rows in the body
     */
    record Answer(int total, int page, String body, String status) {
        static Answer of(ResultSet row) throws SQLException {
            return new Answer(
                    row.getInt("total"),
                    row.getInt("page"),
                    row.getString("body"),
                    row.getString("status"));
        }
    }
}
