package com.samokoder.testing.supabase;

import com.samokoder.testing.supabase.WireClient.Received;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One exchange recorded from real servers. Its token is signed anew, over claims whose times count
 * from now; the answers of versions 16 and 12 are there where they differ from 14's.
 */
record RecordedCall(JsonNode call) {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** What a client may rely on; the rest of the head is the same in every answer. */
    private static final List<String> HEADERS =
            List.of(
                    "Content-Range",
                    "Content-Type",
                    "Content-Profile",
                    "Preference-Applied",
                    "Proxy-Status",
                    "Retry-After",
                    "Vary",
                    "WWW-Authenticate");

    static List<RecordedCall> all() {
        try (var file = RecordedCall.class.getResourceAsStream("/postgrest/calls.jsonl")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> new RecordedCall(JSON.readTree(line)))
                    .toList();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    String id() {
        return call.path("id").stringValue();
    }

    /** Whether the server never answered: it ran the transaction again and again. */
    boolean endless(PostgrestVersion version) {
        return answer(version).isNull();
    }

    private JsonNode answer(PostgrestVersion version) {
        var answers = call.path("answers");
        var own =
                switch (version) {
                    case TWELVE -> answers.path("12");
                    case FOURTEEN -> answers.path("14");
                    case SIXTEEN -> answers.path("16");
                };
        return own.isMissingNode() ? answers.path("14") : own;
    }

    Received send(WireClient client, String secret, long now) throws IOException {
        var headers = new ArrayList<Map.Entry<String, String>>();
        headers.add(Map.entry("Host", "localhost"));
        if (call.has("type")) {
            headers.add(Map.entry("Content-Type", call.path("type").stringValue()));
        }
        for (var header : call.path("headers")) {
            headers.add(Map.entry(header.get(0).stringValue(), header.get(1).stringValue()));
        }
        if (call.has("token")) {
            headers.add(Map.entry("Authorization", token(secret, now)));
        }
        var body = call.path("body").asString("").getBytes(StandardCharsets.UTF_8);
        if (call.has("body")) {
            headers.add(Map.entry("Content-Length", Integer.toString(body.length)));
        }
        return client.send(
                call.path("method").stringValue(), call.path("path").stringValue(), headers, body);
    }

    private String token(String secret, long now) {
        var token = call.path("token");
        var header = token.path("header");
        var jwt =
                StandInKeys.Hs256.sign(
                        secret,
                        header.isMissingNode()
                                ? "{\"alg\":\"HS256\",\"typ\":\"JWT\"}"
                                : header.toString(),
                        claims(token.path("claims"), now));
        return token.path("before").stringValue()
                + switch (token.path("spoilt").asString("")) {
                    case "signature" -> jwt.substring(0, jwt.length() - 4) + "AAAA";
                    case "cut" -> jwt.substring(0, jwt.length() - 2);
                    case "payload" -> altered(jwt);
                    default -> jwt;
                };
    }

    private static String altered(String jwt) {
        var parts = jwt.split("\\.");
        var other =
                StandInKeys.Hs256.sign("other", "{}", "{\"role\":\"service_role\"}").split("\\.");
        return parts[0] + "." + other[1] + "." + parts[2];
    }

    private static String claims(JsonNode recorded, long now) {
        if (recorded instanceof ObjectNode claims) {
            var moved = claims.deepCopy();
            for (var name : List.of("exp", "nbf", "iat")) {
                var text = moved.path(name).asString("");
                if (text.startsWith("NOW")) {
                    var offset = Double.parseDouble(text.substring(3));
                    if (offset == Math.rint(offset)) {
                        moved.put(name, now + (long) offset);
                    } else {
                        moved.put(name, now + offset);
                    }
                }
            }
            return moved.toString();
        }
        return recorded.toString();
    }

    /** The recorded answer as it would come now. */
    Received expected(PostgrestVersion version, long now) {
        var answer = answer(version);
        int status = answer.path("status").intValue();
        var headers = new TreeMap<String, String>();
        answer.path("headers")
                .properties()
                .forEach(one -> headers.put(one.getKey(), one.getValue().stringValue()));
        var body = answer.path("body").asString("");
        boolean failed = body.startsWith("{\"code\":");
        if (!body.isEmpty() || call.path("method").stringValue().equals("HEAD")) {
            headers.putIfAbsent("Content-Type", "application/json; charset=utf-8");
        }
        if (failed && !version.isTwelve() && !answer.has("plain")) {
            headers.put(
                    "Proxy-Status",
                    "PostgREST; error=" + JSON.readTree(body).path("code").stringValue());
        }
        if (!failed && version == PostgrestVersion.SIXTEEN) {
            headers.put("Vary", "Accept, Prefer, Range");
        }
        return new Received(
                status,
                answer.path("reason").asString(WireResponse.reasonOf(status)),
                headers,
                comparable(body.replace("<NOW+600>", Long.toString(now + 600))));
    }

    /** The part of an answer that was recorded. */
    static Received comparable(Received received) {
        var headers = new TreeMap<>(received.headers());
        headers.keySet().retainAll(HEADERS);
        return new Received(
                received.status(), received.reason(), headers, comparable(received.body()));
    }

    /** Hints guess what was meant, each version in its own way; tokens are never the same. */
    private static String comparable(String body) {
        var text = body.replaceAll("Bearer ey[A-Za-z0-9_.-]+", "Bearer <jwt>");
        return text.contains("PGRST202")
                ? text.replaceAll("\"hint\":(null|\"[^\"]*\")", "\"hint\":null")
                : text;
    }
}
