package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.SqlFunction.Shape;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The statement that calls a function the way the server does: the database itself reads the
 * arguments from the JSON and writes the answer's, so that every conversion is its own.
 *
 * @param single whether one row is wanted as an object
 * @param limit of rows, for functions that return a set
 */
record RpcSql(
        SqlFunction function,
        RpcBody body,
        boolean single,
        boolean stripped,
        boolean counted,
        int limit,
        int offset) {

    String text() {
        var rows = "select * from pgrst_source";
        if (function.set()) {
            rows += " limit " + limit + " offset " + offset;
        }
        return "with pgrst_source as ("
                + source()
                + ") select "
                + (counted ? "(select count(*) from pgrst_source)" : "null::bigint")
                + " as total, count(*) as page, "
                + answer()
                + " as body, nullif(current_setting('response.status', true), '') as status from ("
                + rows
                + ") t";
    }

    private String source() {
        var call = "public." + quoted(function.name()) + "(" + arguments() + ")";
        var from =
                given().isEmpty()
                        ? ""
                        : "(select cast(? as json) as json_data) pgrst_payload, lateral (select * from"
                                + " json_to_record(case json_typeof(pgrst_payload.json_data) when"
                                + " 'array' then pgrst_payload.json_data -> 0 else"
                                + " pgrst_payload.json_data end) as _("
                                + given().stream()
                                        .map(one -> quoted(one.name()) + " " + one.type())
                                        .collect(Collectors.joining(", "))
                                + ")) pgrst_body";
        if (function.shape() == Shape.COMPOSITE) {
            return "select pgrst_call.* from "
                    + (from.isEmpty() ? "" : from + ", lateral ")
                    + call
                    + " pgrst_call";
        }
        return "select " + call + " as pgrst_scalar" + (from.isEmpty() ? "" : " from " + from);
    }

    private List<SqlFunction.Parameter> given() {
        return function.parameters().stream()
                .filter(one -> body.names().contains(one.name()))
                .toList();
    }

    boolean hasArguments() {
        return !given().isEmpty() || whole();
    }

    private boolean whole() {
        return function.parameters().size() == 1
                && function.parameters().getFirst().name().isEmpty();
    }

    private String arguments() {
        if (whole()) {
            return "cast(? as " + function.parameters().getFirst().type() + ")";
        }
        return given().stream()
                .map(one ->
                        (one.variadic() ? "variadic " : "")
                                + quoted(one.name())
                                + " => pgrst_body."
                                + quoted(one.name()))
                .collect(Collectors.joining(", "));
    }

    private String answer() {
        var row = function.shape() == Shape.COMPOSITE ? "t" : "t.pgrst_scalar";
        var all = "json_agg(" + row + ")";
        if (stripped) {
            all = "json_strip_nulls(" + all + ")";
        }
        return function.set() && !single
                ? "coalesce(" + all + "::text, '[]')"
                : "coalesce((" + all + " -> 0)::text, 'null')";
    }

    private static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
