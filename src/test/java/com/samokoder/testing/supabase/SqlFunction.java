package com.samokoder.testing.supabase;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A function as the schema cache knows it.
 *
 * @param settings what it sets for itself, such as {@code statement_timeout}
 */
record SqlFunction(
        String name,
        List<Parameter> parameters,
        Shape shape,
        boolean set,
        boolean readOnly,
        Map<String, String> settings) {

    /** What it returns, a row of it where it returns a set. */
    enum Shape {
        VOID,
        SCALAR,
        COMPOSITE
    }

    /**
     * @param type as SQL writes it
     */
    record Parameter(String name, String type, boolean optional, boolean variadic) {}

    boolean takes(Set<String> names) {
        var known = parameters.stream().map(Parameter::name).collect(Collectors.toSet());
        return known.containsAll(names)
                && parameters.stream()
                        .allMatch(one -> one.optional() || names.contains(one.name()));
    }

    /** Whether its only parameter has no name and is of one of these types. */
    boolean takesWhole(Set<String> types) {
        return parameters.size() == 1
                && parameters.getFirst().name().isEmpty()
                && types.contains(parameters.getFirst().type());
    }

    String signature() {
        return "public."
                + name
                + parameters.stream()
                        .map(one -> one.name() + " => " + one.type())
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
