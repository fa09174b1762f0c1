package com.samokoder.testing.supabase;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.json.JsonMapper;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments of a call: their names, which choose the function, and the JSON as it was sent,
 * which the database reads by itself.
 *
 * @param json null where the whole body is the one argument
 * @param kind how the arguments came
 */
record RpcBody(Set<String> names, String json, Kind kind) {
    private static final JsonMapper JSON =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(100_000)
                                                    .maxNumberLength(100_000)
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .build())
                    .build();

    enum Kind {
        JSON,
        FIELDS,
        TEXT,
        BYTES
    }

    static RpcBody of(WireRequest request) {
        if (!request.method().equals("POST")) {
            return fields(request.query());
        }
        var type = request.header("content-type").split(";")[0].strip();
        return switch (type) {
            case "", "application/json" -> json(request.body());
            case "application/x-www-form-urlencoded" -> fields(request.text());
            case "text/plain" -> new RpcBody(Set.of(), null, Kind.TEXT);
            case "application/octet-stream" -> new RpcBody(Set.of(), null, Kind.BYTES);
            default ->
                    throw PostgrestFailure.of(
                            400, "PGRST102", "Content-Type not acceptable: " + type);
        };
    }

    private static RpcBody json(byte[] body) {
        if (body.length == 0) {
            return new RpcBody(Set.of(), "{}", Kind.JSON);
        }
        var mark = new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
        if (body.length >= 3 && Arrays.equals(Arrays.copyOf(body, 3), mark)) {
            throw invalid();
        }
        try (var parser = JSON.createParser(body)) {
            var names = names(parser);
            if (parser.nextToken() != null) {
                throw invalid();
            }
            return new RpcBody(names, new String(body, StandardCharsets.UTF_8), Kind.JSON);
        } catch (JacksonException broken) {
            throw invalid();
        }
    }

    /** The keys of the object, or of the first one of an array; whatever else has none. */
    private static Set<String> names(JsonParser parser) {
        var names = new TreeSet<String>();
        int depth = 0;
        int objectsAtTop = 0;
        boolean array = false;
        for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
            int top = array ? 1 : 0;
            if (token == JsonToken.PROPERTY_NAME) {
                wellFormed(parser.currentName());
                if (depth == top + 1 && objectsAtTop == 1) {
                    names.add(parser.currentName());
                }
            } else if (token == JsonToken.VALUE_STRING) {
                wellFormed(parser.getString());
            } else if (token.isStructStart()) {
                array |= depth == 0 && token == JsonToken.START_ARRAY;
                objectsAtTop += depth == (array ? 1 : 0) && token == JsonToken.START_OBJECT ? 1 : 0;
                depth++;
            } else if (token.isStructEnd()) {
                depth--;
            }
            if (depth == 0) {
                break;
            }
        }
        if (parser.currentToken() == null) {
            throw invalid();
        }
        return names;
    }

    /** Half of a surrogate pair is valid JSON for some readers, and not for this server's. */
    private static void wellFormed(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw invalid();
        }
    }

    private static PostgrestFailure invalid() {
        return PostgrestFailure.of(400, "PGRST102", "Empty or invalid json");
    }

    private static RpcBody fields(String text) {
        var fields = new LinkedHashMap<String, String>();
        for (var pair : text.split("&")) {
            if (!pair.isEmpty()) {
                var halves = pair.split("=", 2);
                fields.put(decode(halves[0]), halves.length > 1 ? decode(halves[1]) : "");
            }
        }
        return new RpcBody(
                new TreeSet<>(fields.keySet()), JSON.writeValueAsString(fields), Kind.FIELDS);
    }

    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** In the words of the message that no function takes them. */
    String described() {
        return switch (names.size()) {
            case 0 -> "without parameters";
            case 1 -> "with parameter " + names.iterator().next();
            default -> "with parameters " + String.join(", ", names);
        };
    }

    RpcBody only(Set<String> columns) {
        return new RpcBody(columns, json, kind);
    }
}
