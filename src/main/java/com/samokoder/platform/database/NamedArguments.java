package com.samokoder.platform.database;

import org.jspecify.annotations.Nullable;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Pairs of names and values as a map that may hold nulls and keeps its order. */
final class NamedArguments {
    private NamedArguments() {}

    static Map<String, @Nullable Object> of(@Nullable Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("a name without a value");
        }
        var arguments = new LinkedHashMap<String, @Nullable Object>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            arguments.put(
                    Objects.requireNonNull(namesAndValues[index]).toString(),
                    namesAndValues[index + 1]);
        }
        return Collections.unmodifiableMap(arguments);
    }
}
