package com.samokoder.testing.supabase;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds the function that a call means: by its name and the names of its arguments alone. */
final class FunctionChoice {
    private FunctionChoice() {}

    static SqlFunction of(String name, RpcBody body, boolean post, List<SqlFunction> overloads) {
        var fitting = overloads.stream().filter(one -> fits(one, body)).toList();
        if (fitting.isEmpty()) {
            fitting = overloads.stream().filter(one -> one.takesWhole(whole(body, post))).toList();
        }
        if (fitting.isEmpty()) {
            throw unknown(name, body, post);
        }
        if (fitting.size() > 1) {
            throw PostgrestFailure.of(
                    300,
                    "PGRST203",
                    "Could not choose the best candidate function between: "
                            + fitting.stream()
                                    .map(SqlFunction::signature)
                                    .collect(Collectors.joining(", ")),
                    null,
                    "Try renaming the parameters or the function itself in the database so function"
                            + " overloading can be resolved");
        }
        return fitting.getFirst();
    }

    private static boolean fits(SqlFunction function, RpcBody body) {
        boolean named = body.kind() == RpcBody.Kind.JSON || body.kind() == RpcBody.Kind.FIELDS;
        return named && function.takes(body.names());
    }

    private static Set<String> whole(RpcBody body, boolean post) {
        return switch (body.kind()) {
            case JSON -> post ? Set.of("json", "jsonb") : Set.of();
            case FIELDS -> Set.of();
            case TEXT -> Set.of("text");
            case BYTES -> Set.of("bytea");
        };
    }

    private static PostgrestFailure unknown(String name, RpcBody body, boolean post) {
        var searched =
                switch (body.kind()) {
                    case JSON ->
                            body.described()
                                    + (post
                                            ? " or with a single unnamed json/jsonb parameter"
                                            : "");
                    case FIELDS -> body.described();
                    case TEXT -> "with a single unnamed text parameter";
                    case BYTES -> "with a single unnamed bytea parameter";
                };
        var wanted =
                switch (body.kind()) {
                    case TEXT, BYTES -> "";
                    case JSON, FIELDS ->
                            body.names().isEmpty()
                                    ? " without parameters"
                                    : "(" + String.join(", ", body.names()) + ")";
                };
        return PostgrestFailure.of(
                404,
                "PGRST202",
                "Could not find the function public." + name + wanted + " in the schema cache",
                "Searched for the function public."
                        + name
                        + " "
                        + searched
                        + ", but no matches were found in the schema cache.",
                null);
    }
}
