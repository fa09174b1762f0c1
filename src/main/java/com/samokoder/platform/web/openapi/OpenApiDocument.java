package com.samokoder.platform.web.openapi;

import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.platform.web.Problems;

import org.springframework.stereotype.Component;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;

/**
 * The OpenAPI 3.1 document: the modules' fragments, with each operation's {@code x-errors} and
 * {@code x-scope} spelled out as problem responses and security requirements.
 */
@Component
public final class OpenApiDocument {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options");

    /** What every operation may answer; forbidden is what browsers of unlisted origins get. */
    private static final List<ErrorCode> ALWAYS =
            List.of(
                    ErrorCode.INVALID_REQUEST,
                    ErrorCode.FORBIDDEN,
                    ErrorCode.NOT_ACCEPTABLE,
                    ErrorCode.RATE_LIMITED,
                    ErrorCode.INTERNAL,
                    ErrorCode.UNAVAILABLE);

    private static final List<ErrorCode> SECURED = List.of(ErrorCode.UNAUTHENTICATED);
    private static final List<ErrorCode> WITH_BODY =
            List.of(ErrorCode.TOO_LARGE, ErrorCode.UNSUPPORTED_MEDIA_TYPE);
    private static final List<ErrorCode> REPEATABLE =
            List.of(
                    ErrorCode.IDEMPOTENCY_IN_PROGRESS,
                    ErrorCode.IDEMPOTENCY_MISMATCH,
                    ErrorCode.CONFLICT);

    private final ObjectNode tree;

    public OpenApiDocument(Problems problems) {
        this.tree = new OpenApiFragments().merge();
        var responses = new ProblemResponses(problems);
        for (var path : tree.path("paths").properties()) {
            for (var operation : path.getValue().properties()) {
                if (METHODS.contains(operation.getKey())) {
                    complete((ObjectNode) operation.getValue(), responses);
                }
            }
        }
    }

    /** The document; not to be changed. */
    public JsonNode tree() {
        return tree;
    }

    private static void complete(ObjectNode operation, ProblemResponses responses) {
        var byStatus = new TreeMap<Integer, Set<ErrorCode>>();
        for (ErrorCode code : errors(operation)) {
            byStatus.computeIfAbsent(code.status(), unused -> new LinkedHashSet<>()).add(code);
        }
        var described = operation.withObject("/responses");
        var schema = operation.path("x-error-schema").asString("");
        byStatus.forEach((status, codes) -> {
            if (schema.isEmpty()) {
                responses.add(described, status, codes);
            } else {
                responses.addOther(described, status, codes, schema);
            }
        });
        secure(operation);
    }

    private static Set<ErrorCode> errors(ObjectNode operation) {
        var codes = new LinkedHashSet<ErrorCode>();
        for (JsonNode word : operation.path("x-errors")) {
            codes.add(ErrorCode.valueOf(word.stringValue().toUpperCase(Locale.ROOT)));
        }
        codes.addAll(ALWAYS);
        if (!open(operation)) {
            codes.addAll(SECURED);
        }
        if (operation.has("requestBody")) {
            codes.addAll(WITH_BODY);
        }
        if (repeatable(operation)) {
            codes.addAll(REPEATABLE);
        }
        return codes;
    }

    private static boolean open(ObjectNode operation) {
        return operation.has("security") && operation.path("security").isEmpty();
    }

    private static boolean repeatable(ObjectNode operation) {
        var parameters = operation.path("parameters");
        return parameters
                .valueStream()
                .anyMatch(parameter ->
                        parameter.path("name").asString().equals("Idempotency-Key")
                                || parameter.path("$ref").asString().endsWith("/IdempotencyKey"));
    }

    /** OpenAPI 3.1 lets a bearer scheme list its scopes: empty for a signed-in session alone. */
    private static void secure(ObjectNode operation) {
        var scope = operation.path("x-scope").asString();
        if (operation.has("security") || scope.isEmpty()) {
            return;
        }
        var scopes = operation.putArray("security").addObject().putArray("bearer");
        if (!scope.equals("session")) {
            scopes.add(scope);
        }
    }
}
