package com.samokoder.platform.database;

import com.samokoder.platform.errors.ApiException;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.time.Instant;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Arguments and answers, the same on every transport. */
final class Conversion {
    private final JsonMapper json;

    Conversion(JsonMapper json) {
        this.json = json;
    }

    /** The argument as PostgreSQL reads it from text. */
    @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case CharSequence characters -> characters.toString();
            case Enum<?> constant -> json.convertValue(constant, String.class);
            case byte[] bytes -> hex(bytes);
            case UUID id -> id.toString();
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Instant instant -> instant.toString();
            // PostgREST knows no JSON null as an argument, so no transport does.
            case JsonNode node -> node.isNull() ? null : node.toString();
            case Map<?, ?> map -> json.writeValueAsString(map);
            case Collection<?> items -> json.writeValueAsString(items);
            case Record object -> json.writeValueAsString(object);
            default -> throw unknown(value);
        };
    }

    /** All arguments as one JSON object, by the names of the function's parameters. */
    byte[] object(Map<String, ?> arguments) {
        var object = json.createObjectNode();
        arguments.forEach((name, value) -> object.set(SqlNames.parameter(name), node(value)));
        return json.writeValueAsBytes(object);
    }

    private JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> json.nullNode();
            case JsonNode node -> node;
            case Map<?, ?> map -> json.valueToTree(map);
            case Collection<?> items -> json.valueToTree(items);
            case Record object -> json.valueToTree(object);
            case Boolean flag -> json.valueToTree(flag);
            // As text, which PostgreSQL reads with the parameter's own type and every digit.
            default -> json.valueToTree(text(value));
        };
    }

    private static String hex(byte[] bytes) {
        return "\\x" + HexFormat.of().formatHex(bytes);
    }

    private static IllegalArgumentException unknown(Object value) {
        return new IllegalArgumentException("no argument can be a " + value.getClass().getName());
    }

    /** An answer; nothing and JSON's null are the same. */
    Optional<JsonNode> answer(@Nullable String text) {
        return text == null || text.isEmpty()
                ? Optional.empty()
                : Optional.of(json.readTree(text)).filter(node -> !node.isNull());
    }

    <T> Optional<T> object(Optional<JsonNode> answer, Class<T> type) {
        return answer.map(node -> json.treeToValue(node, type));
    }

    <T> T required(Optional<JsonNode> answer, Class<T> type) {
        return object(answer, type).orElseThrow(ApiException::notFound);
    }

    <T> List<T> list(Optional<JsonNode> answer, Class<T> type) {
        return answer.stream()
                .flatMap(array -> array.valueStream())
                .map(node -> json.treeToValue(node, type))
                .toList();
    }
}
