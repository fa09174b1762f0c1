package com.samokoder.agents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A text for a model with {@code {{name}}} places. Values are inserted as they are and not looked
 * at again, so that a user's braces stay the user's.
 */
final class Prompt {
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z_]+)}}");

    private final String name;
    private final String template;
    private final Set<String> places;

    private Prompt(String name, String template) {
        this.name = name;
        this.template = template;
        this.places =
                PLACE.matcher(template)
                        .results()
                        .map(place -> place.group(1))
                        .collect(Collectors.toUnmodifiableSet());
    }

    static Prompt load(String name) {
        var resource = "/prompts/" + name + ".md";
        try (var stream = Prompt.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no prompt " + resource);
            }
            return of(name, new String(stream.readAllBytes(), StandardCharsets.UTF_8).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Prompt of(String name, String template) {
        return new Prompt(name, template);
    }

    /**
     * @throws IllegalArgumentException when a place has no value, or a value no place
     */
    String render(Map<String, String> values) {
        if (!values.keySet().equals(places)) {
            throw new IllegalArgumentException(
                    "prompt %s has places %s, but the values are for %s"
                            .formatted(name, places, values.keySet()));
        }
        return PLACE.matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(value(values, place.group(1))));
    }

    private static String value(Map<String, String> values, String place) {
        return values.getOrDefault(place, "");
    }
}
