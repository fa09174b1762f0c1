package com.samokoder.platform.web.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import com.samokoder.platform.web.Problems;
import com.samokoder.platform.web.Texts;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Compares answers with the published description; says what does not fit, or nothing. */
public final class OpenApiContract {
    private static final String DOCUMENT = "https://samokoder.invalid/openapi";
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");
    private static final OpenApiContract INSTANCE = new OpenApiContract();

    private final JsonMapper json = new JsonMapper();
    private final JsonNode tree = new OpenApiDocument(new Problems(new Texts())).tree();
    private final SchemaRegistry schemas =
            SchemaRegistry.withDialect(
                    Dialects.getOpenApi31(),
                    builder -> builder.schemas(Map.of(DOCUMENT, json.writeValueAsString(tree))));
    private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
    private final List<Route> routes = new ArrayList<>();

    /** A documented path as a pattern; the fewer variables, the better the match. */
    private record Route(String path, Pattern pattern, long variables) {}

    private OpenApiContract() {
        tree.path("paths").propertyNames().forEach(path -> routes.add(route(path)));
        routes.sort(Comparator.comparingLong(Route::variables));
    }

    public static OpenApiContract instance() {
        return INSTANCE;
    }

    /**
     * What is wrong with an answer; empty for a good one, and for a request to what the description
     * does not have, which must then be refused.
     *
     * @param path with or without its query
     */
    public List<String> check(
            String method, String path, int status, @Nullable String contentType, byte[] body) {
        var operation = operation(method, path.replaceFirst("\\?.*", ""));
        if (operation.isEmpty()) {
            return status >= 400 ? List.of() : List.of("this operation is not described");
        }
        var response = operation.get() + "/responses/" + status;
        if (tree.at(response).isMissingNode()) {
            return List.of("status " + status + " is not described");
        }
        var content = tree.at(response + "/content");
        if (body.length == 0 || method.equals("HEAD")) {
            boolean expected = !content.isMissingNode() && status < 300 && !method.equals("HEAD");
            return expected && !mayBeEmpty(content, contentType)
                    ? List.of("the described body is missing")
                    : List.of();
        }
        return checkBody(response, content, contentType, body);
    }

    /** A text or a file of no bytes is one all the same. */
    private static boolean mayBeEmpty(JsonNode content, @Nullable String contentType) {
        var type = withoutParameters(contentType);
        return content.path(content.has(type) ? type : "*/*")
                .at("/schema/type")
                .asString()
                .equals("string");
    }

    private static String withoutParameters(@Nullable String contentType) {
        return contentType == null ? "" : contentType.replaceFirst(";.*", "").strip();
    }

    /** The paths that can be asked with a method. */
    public List<String> describedPaths(String method) {
        return tree.path("paths")
                .propertyStream()
                .filter(path -> path.getValue().has(method))
                .map(Map.Entry::getKey)
                .toList();
    }

    private List<String> checkBody(
            String response, JsonNode content, @Nullable String contentType, byte[] body) {
        var type = withoutParameters(contentType);
        if (content.has("*/*") && !type.isEmpty()) {
            // Somebody else's bytes, of which even JSON has any shape.
            return List.of();
        }
        if (!content.has(type)) {
            return List.of("content type '" + type + "' is not described");
        }
        if (!type.endsWith("json") || content.path(type).path("schema").isMissingNode()) {
            return List.of();
        }
        var schema = response + "/content/" + escape(type) + "/schema";
        return compiled
                .computeIfAbsent(schema, this::compile)
                .validate(json.readTree(body))
                .stream()
                .map(Object::toString)
                .toList();
    }

    private Schema compile(String pointer) {
        return schemas.getSchema(
                SchemaLocation.of(
                        DOCUMENT + "#" + pointer.replace("{", "%7B").replace("}", "%7D")));
    }

    private Optional<String> operation(String method, String path) {
        var name = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
        return routes.stream()
                .filter(route -> route.pattern().matcher(path).matches())
                .map(route -> "/paths/" + escape(route.path()) + "/" + name)
                .filter(pointer -> !tree.at(pointer).isMissingNode())
                .findFirst();
    }

    private Route route(String path) {
        var shared = tree.path("paths").path(path);
        boolean deep = shared.toString().contains("\"x-multi-segment\":true");
        var pattern = new StringBuilder();
        var variables = VARIABLE.matcher(path);
        int end = 0;
        while (variables.find()) {
            boolean last = variables.end() == path.length();
            pattern.append(Pattern.quote(path.substring(end, variables.start())))
                    .append(deep && last ? ".+" : "[^/]+");
            end = variables.end();
        }
        pattern.append(Pattern.quote(path.substring(end)));
        return new Route(
                path,
                Pattern.compile(pattern.toString()),
                VARIABLE.matcher(path).results().count() + (deep ? 1 : 0));
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** The whole description. */
    public static JsonNode document() {
        return INSTANCE.tree;
    }

    JsonNode tree() {
        return tree;
    }
}
