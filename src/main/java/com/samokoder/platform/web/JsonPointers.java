package com.samokoder.platform.web;

import tools.jackson.core.JacksonException;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** JSON pointers (RFC 6901) to the fields of a request. */
final class JsonPointers {
    private static final Pattern SEPARATORS = Pattern.compile("[.\\[\\]]+");
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    private JsonPointers() {}

    /** From the path of a Java property, such as {@code parts[0].fullName}. */
    static String ofProperty(String path) {
        var pointer = new StringBuilder();
        for (String name : SEPARATORS.split(path)) {
            if (!name.isEmpty()) {
                pointer.append('/').append(escape(snake(name)));
            }
        }
        return pointer.toString();
    }

    /** From the place where reading stopped. */
    static String of(List<JacksonException.Reference> path) {
        var pointer = new StringBuilder();
        for (JacksonException.Reference step : path) {
            var name = step.getPropertyName();
            pointer.append('/').append(name == null ? step.getIndex() + "" : escape(name));
        }
        return pointer.toString();
    }

    static String snake(String name) {
        return HUMP.matcher(name).replaceAll("_").toLowerCase(Locale.ROOT);
    }

    private static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
