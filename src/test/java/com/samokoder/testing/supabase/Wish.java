package com.samokoder.testing.supabase;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an answer is to look like, by {@code Accept} and the query.
 *
 * @param accept the whole header
 * @param single whether one row is wanted as an object
 * @param columns the arguments to take from the body; empty for all
 * @param limit at most the server's own limit
 */
record Wish(
        String accept,
        boolean single,
        boolean stripped,
        Set<String> columns,
        int limit,
        int offset) {
    private static final int MAX_ROWS = 1_000;
    private static final String OBJECT = "application/vnd.pgrst.object";

    static Wish of(WireRequest request) {
        var accept = request.header("accept");
        boolean post = request.method().equals("POST");
        int limit = post ? number(request, "limit", MAX_ROWS) : MAX_ROWS;
        if (limit < 0) {
            throw PostgrestFailure.of(
                    416,
                    "PGRST103",
                    "Requested range not satisfiable",
                    "Limit should be greater than or equal to zero.",
                    null);
        }
        return new Wish(
                accept,
                accept.startsWith(OBJECT),
                accept.contains("nulls=stripped"),
                post ? columns(parameter(request, "columns")) : Set.of(),
                Math.min(limit, MAX_ROWS),
                post ? number(request, "offset", 0) : 0);
    }

    private static Set<String> columns(String text) {
        return text.isEmpty() ? Set.of() : new TreeSet<>(Arrays.asList(text.split(",")));
    }

    private static int number(WireRequest request, String name, int otherwise) {
        var text = parameter(request, name);
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    private static String parameter(WireRequest request, String name) {
        return Arrays.stream(request.query().split("&"))
                .filter(pair -> pair.startsWith(name + "="))
                .map(pair -> RpcBody.decode(pair.substring(name.length() + 1)))
                .findFirst()
                .orElse("");
    }

    void demandAcceptable() {
        if (accept.isEmpty() || Arrays.stream(accept.split(",")).anyMatch(Wish::acceptable)) {
            return;
        }
        throw PostgrestFailure.of(
                406, "PGRST107", "None of these media types are available: " + accept);
    }

    private static boolean acceptable(String type) {
        var bare = type.split(";")[0].strip();
        return bare.equals("*/*")
                || bare.equals("application/*")
                || bare.equals("application/json")
                || bare.startsWith(OBJECT);
    }

    String contentType() {
        if (!single) {
            return "application/json; charset=utf-8";
        }
        return OBJECT + "+json" + (stripped ? ";nulls=stripped" : "") + "; charset=utf-8";
    }
}
