package com.samokoder.agents;

import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the one JSON object in what a model says. Lenient about what stands around it and about
 * slips such as trailing commas and lone backslashes; what it holds is for the agent to check.
 */
@Component
class JsonAnswers {
    private static final Pattern FENCED = Pattern.compile("```[a-zA-Z]*\\s*(?=\\{)");

    private static final Pattern ESCAPE =
            Pattern.compile("\\\\(?:([\"\\\\/bfnrt]|u[0-9a-fA-F]{4}))?");

    private final JsonMapper mapper;

    JsonAnswers(JsonMapper mapper) {
        this.mapper =
                mapper.rebuild()
                        .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
                        .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
                        .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                        .build();
    }

    /** A reader that passes what arrives to the listener and reads the object at the end. */
    <T> AnswerReader<T> reader(StepListener listener, Function<AnswerFields, T> reading) {
        return new JsonReader<>(listener, text -> reading.apply(object(text)));
    }

    /**
     * @throws UnusableAnswer when there is no complete object
     */
    AnswerFields object(String text) {
        var fence = FENCED.matcher(text);
        int from = fence.find() ? fence.end() : text.indexOf('{');
        if (from < 0) {
            throw UnusableAnswer.json("no_json");
        }
        while (from >= 0) {
            var end = endOfObject(text, from);
            if (end.isEmpty()) {
                throw UnusableAnswer.json("json_incomplete");
            }
            var node = parse(text.substring(from, end.getAsInt()));
            if (node.isPresent()) {
                return new AnswerFields(node.get(), "");
            }
            from = text.indexOf('{', end.getAsInt());
        }
        throw UnusableAnswer.json("json_broken");
    }

    private Optional<JsonNode> parse(String candidate) {
        return tree(candidate).or(() -> tree(withBackslashes(candidate)));
    }

    /** With those backslashes doubled that escape nothing, as in a regular expression. */
    private static String withBackslashes(String candidate) {
        return ESCAPE.matcher(candidate)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(
                                escape.group(1) == null ? "\\\\" : escape.group()));
    }

    private Optional<JsonNode> tree(String candidate) {
        try {
            return Optional.of(mapper.readTree(candidate));
        } catch (JacksonException _) {
            return Optional.empty();
        }
    }

    /** The place after the brace that closes the object beginning at {@code from}. */
    private static OptionalInt endOfObject(String text, int from) {
        int depth = 0;
        boolean quoted = false;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '{') {
                depth++;
            } else if (c == '}' && --depth == 0) {
                return OptionalInt.of(i + 1);
            }
        }
        return OptionalInt.empty();
    }
}
