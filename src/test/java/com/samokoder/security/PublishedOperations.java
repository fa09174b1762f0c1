package com.samokoder.security;

import com.samokoder.platform.web.openapi.OpenApiContract;

import tools.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Every operation that the description publishes, ready to be called. */
final class PublishedOperations {
    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");
    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final JsonNode TREE = OpenApiContract.document();

    private PublishedOperations() {}

    /**
     * @param scope null where nobody has to sign in
     * @param body an example of what it takes; empty where it takes nothing or no JSON
     */
    record Operation(String method, String path, Optional<String> scope, Optional<JsonNode> body) {
        boolean open() {
            return scope.isEmpty();
        }

        boolean sessionOnly() {
            return scope.equals(Optional.of("session"));
        }

        List<String> variables() {
            return VARIABLE.matcher(path).results().map(found -> found.group(1)).toList();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Operation> all() {
        var operations = new ArrayList<Operation>();
        for (var path : TREE.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    operations.add(
                            operation(path.getKey(), operation.getKey(), operation.getValue()));
                }
            }
        }
        return operations;
    }

    private static Operation operation(String path, String method, JsonNode described) {
        boolean open = described.has("security") && described.path("security").isEmpty();
        return new Operation(
                method.toUpperCase(Locale.ROOT),
                path,
                open ? Optional.empty() : Optional.of(described.path("x-scope").asString()),
                example(described.at("/requestBody/content/application~1json")));
    }

    private static Optional<JsonNode> example(JsonNode content) {
        if (content.has("example")) {
            return Optional.of(content.path("example"));
        }
        var named = content.path("examples");
        return named.isEmpty()
                ? Optional.empty()
                : Optional.of(named.values().iterator().next().path("value"));
    }
}
