package com.samokoder.security;

import com.samokoder.security.PublishedOperations.Operation;
import com.samokoder.testing.Answer;
import com.samokoder.testing.Api;

import okhttp3.MediaType;
import okhttp3.RequestBody;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One user with one of everything, whose ids others try. */
final class Belongings {
    private static final MediaType JSON = MediaType.get("application/json");

    private final Api owner;
    private final Map<String, String> ids = new HashMap<>();

    Belongings(Api owner) {
        this.owner = owner;
        var project =
                create(
                        "/api/projects",
                        Map.of(
                                "name", "Mine",
                                "description", "A board",
                                "ai_config", Map.of("provider", "demo")));
        ids.put("/api/projects/{id}", project);
        ids.put("{project}", project);
        ids.put("{run}", generate(project));
        ids.put(
                "/api/keys/{id}",
                create(
                        "/api/keys",
                        Map.of(
                                "provider",
                                "openai",
                                "name",
                                "mine",
                                "api_key",
                                "not-a-real-key-" + project,
                                "check",
                                false)));
        ids.put(
                "/api/auth/tokens/{id}",
                create("/api/auth/tokens", Map.of("name", "t", "scopes", List.of("usage:read"))));
        ids.put("/checkpoints/{id}", project);
        ids.put("/factors/{id}", project);
        ids.put("{path}", "README.md");
        ids.put("{number}", "1");
        ids.put("{name}", "mine");
    }

    private String create(String path, Object body) {
        return owner.post(path, body).expect(201).json().path("id").stringValue();
    }

    private String generate(String project) {
        var run =
                owner.post("/api/projects/" + project + "/generate", Map.of())
                        .expect(202)
                        .json()
                        .path("id")
                        .stringValue();
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() ->
                        owner.get("/api/runs/" + run)
                                .json()
                                .path("status")
                                .stringValue()
                                .equals("completed"));
        return run;
    }

    /** The operation's path with this user's ids; empty where a variable is not known here. */
    Optional<String> pathOf(Operation operation) {
        var path = operation.path();
        for (var variable : operation.variables()) {
            var place = "{" + variable + "}";
            var template = operation.path();
            var upToHere = template.substring(0, template.indexOf(place) + place.length());
            // The more it says of the way here, the better it fits.
            var id =
                    ids.keySet().stream()
                            .filter(upToHere::endsWith)
                            .max(Comparator.comparingInt(String::length))
                            .map(ids::get);
            if (id.isEmpty()) {
                return Optional.empty();
            }
            path = path.replace(place, id.get());
        }
        return Optional.of(path);
    }

    /** Calls an operation as it is described, with its example as the body. */
    Answer call(Operation operation, Api caller) {
        var path = pathOf(operation).orElseThrow();
        var body =
                operation
                        .body()
                        .map(example -> RequestBody.create(example.toString(), JSON))
                        .orElseGet(() -> empty(operation));
        return caller.send(operation.method(), path, body);
    }

    private static RequestBody empty(Operation operation) {
        return operation.method().equals("GET") || operation.method().equals("DELETE")
                ? null
                : RequestBody.create(new byte[0], null);
    }
}
