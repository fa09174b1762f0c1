package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;

import java.util.Comparator;

/**
 * Something that is wrong with a file.
 *
 * @param line the line, counted from 1; 0 where the whole file is meant
 * @param check the stable word for the kind of check, one of the constants of this type
 * @param message what is wrong, in English, exact enough for a model to repair it; never quotes a
 *     secret
 */
public record Finding(ProjectPath path, int line, String check, Severity severity, String message)
        implements Comparable<Finding> {
    public static final String SYNTAX = "syntax";
    public static final String IMPORT_UNRESOLVED = "import_unresolved";
    public static final String PACKAGE_MISSING = "package_missing";
    public static final String PACKAGE_UNUSED = "package_unused";
    public static final String SECRET = "secret";
    public static final String MERGE_MARKER = "merge_marker";
    public static final String PLACEHOLDER = "placeholder";
    public static final String MANIFEST = "manifest";

    private static final Comparator<Finding> ORDER =
            Comparator.comparing(Finding::path)
                    .thenComparingInt(Finding::line)
                    .thenComparing(Finding::check)
                    .thenComparing(Finding::severity)
                    .thenComparing(Finding::message);

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }
}
