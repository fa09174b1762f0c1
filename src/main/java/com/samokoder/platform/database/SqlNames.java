package com.samokoder.platform.database;

import java.util.regex.Pattern;

/** Names of functions and parameters, which become part of a statement or a path. */
final class SqlNames {
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*");

    private SqlNames() {}

    static String checked(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not an SQL name: " + name);
        }
        return name;
    }

    /** The parameter that an argument fills. */
    static String parameter(String argument) {
        return "p_" + checked(argument);
    }
}
