package com.samokoder.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.security.PublishedOperations.Operation;
import com.samokoder.testing.Api;
import com.samokoder.testing.ServiceTest;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.beans.factory.annotation.Autowired;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Malformed requests to every published operation: each is refused, none breaks anything. */
@ServiceTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FuzzTests {
    private static final MediaType JSON = MediaType.get("application/json");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final int ROUNDS = 12;

    /** They end the session or the account that the test lives on. */
    private static final Set<String> LAST =
            Set.of("DELETE /api/auth/user", "POST /api/auth/logout", "DELETE /api/projects/{id}");

    /** What is not set up here, and providers that nobody reaches from here. */
    private static final Set<Integer> HONEST = Set.of(501, 502, 504);

    private static final List<String> TEXTS =
            List.of(
                    "",
                    " ",
                    "\u0000",
                    "\ud800",
                    "'; drop table runs; --",
                    "../../etc/passwd",
                    "%00%2e%2e",
                    "\u202e\u200b",
                    "{{7*7}}${7*7}",
                    "<script>alert(1)</script>",
                    "a".repeat(70_000),
                    "2026-13-45T99:99:99Z",
                    "-1",
                    "1e400",
                    "NaN",
                    "null");

    @Autowired Api api;

    private Api owner;
    private Belongings belongings;

    @BeforeAll
    void settle() {
        owner = api.register();
        belongings = new Belongings(owner);
    }

    @Test
    void noBodyOrQueryBreaksAnOperation() {
        var random = new Random(20261125);
        var failures = new ArrayList<String>();
        int calls = 0;
        for (var operation : PublishedOperations.all()) {
            if (LAST.contains(operation.toString())) {
                continue;
            }
            for (int round = 0; round < ROUNDS; round++) {
                calls++;
                failures.addAll(fire(operation, random));
            }
        }
        assertThat(calls).isGreaterThan(600);
        assertThat(failures).isEmpty();
    }

    private List<String> fire(Operation operation, Random random) {
        var path = belongings.pathOf(operation).orElseThrow();
        var query = random.nextInt(3) == 0 ? "?" + query(random) : "";
        var body = takesABody(operation) ? body(operation, random) : null;
        var answer =
                owner.send(
                        operation.method(),
                        path + query,
                        body == null ? null : RequestBody.create(body, JSON));
        boolean honest = HONEST.contains(answer.status()) && mayLeaveTheHouse(operation);
        if (answer.status() < 500 || honest) {
            return List.of();
        }
        var shown = body == null ? "" : body.substring(0, Math.min(200, body.length()));
        return List.of(operation + query + " " + shown + " -> " + answer.status());
    }

    private static boolean mayLeaveTheHouse(Operation operation) {
        return operation.path().startsWith("/v1/") || operation.path().startsWith("/api/auth/");
    }

    private static boolean takesABody(Operation operation) {
        return !operation.method().equals("GET") && !operation.method().equals("DELETE");
    }

    private static String query(Random random) {
        var names =
                List.of("limit", "cursor", "status", "version", "from", "after", "group_by", "x");
        var values = List.of("0", "-1", "x", "%00", "%F0%9F", "99999999999999999999", "%27--", "");
        return names.get(random.nextInt(names.size()))
                + "="
                + values.get(random.nextInt(values.size()));
    }

    private static String body(Operation operation, Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> "{\"a\":";
            case 1 -> "[".repeat(5_000);
            case 2 -> MAPPER.writeValueAsString(anything(random));
            default ->
                    MAPPER.writeValueAsString(
                            operation
                                    .body()
                                    .map(example -> mutated(example, random))
                                    .orElseGet(NODES::objectNode));
        };
    }

    /** The example with one of its values replaced, wherever it lies. */
    private static JsonNode mutated(JsonNode example, Random random) {
        var copy = example.deepCopy();
        if (!(copy instanceof ObjectNode object) || object.isEmpty()) {
            return anything(random);
        }
        var names = new ArrayList<>(object.propertyNames());
        var name = names.get(random.nextInt(names.size()));
        var value = object.get(name);
        object.set(
                name,
                value.isObject() && random.nextBoolean()
                        ? mutated(value, random)
                        : anything(random));
        return object;
    }

    private static JsonNode anything(Random random) {
        return switch (random.nextInt(8)) {
            case 0 -> NODES.nullNode();
            case 1 -> NODES.numberNode(random.nextLong());
            case 2 -> NODES.numberNode(-1.5e300);
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> NODES.arrayNode().add(NODES.objectNode()).add("x");
            case 5 -> NODES.objectNode().put("unknown", "x");
            default -> NODES.stringNode(TEXTS.get(random.nextInt(TEXTS.size())));
        };
    }
}
