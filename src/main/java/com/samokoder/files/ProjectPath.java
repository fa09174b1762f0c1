package com.samokoder.files;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file's place inside its project: relative, with forward slashes, in Unicode NFC, at most 240
 * characters. A path that leaves the project, or that some file system cannot hold, does not exist
 * as a value of this type.
 */
public record ProjectPath(String value) implements Comparable<ProjectPath> {
    private static final int LONGEST = 240;
    private static final Pattern FORBIDDEN = Pattern.compile("[\\p{Cntrl}\\\\:*?\"<>|]");
    private static final Set<String> RESERVED =
            Set.of(
                    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "lpt1", "lpt2",
                    "lpt3");

    public ProjectPath {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a path inside a project");
        }
    }

    /** The path, or empty when it is not one. */
    public static Optional<ProjectPath> parse(String text) {
        var normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        return isValid(normal) ? Optional.of(new ProjectPath(normal)) : Optional.empty();
    }

    private static boolean isValid(String value) {
        if (value.isEmpty()
                || value.length() > LONGEST
                || FORBIDDEN.matcher(value).find()
                || !Normalizer.isNormalized(value, Normalizer.Form.NFC)) {
            return false;
        }
        for (String segment : value.split("/", -1)) {
            if (!isValidSegment(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isValidSegment(String segment) {
        var lower = segment.toLowerCase(Locale.ROOT);
        int dot = lower.indexOf('.');
        var stem = dot > 0 ? lower.substring(0, dot) : lower;
        return !segment.isBlank()
                && !segment.equals(".")
                && !segment.equals("..")
                && !lower.equals(".git")
                && !segment.startsWith(" ")
                && !segment.endsWith(" ")
                && !segment.endsWith(".")
                && !RESERVED.contains(stem);
    }

    @Override
    public int compareTo(ProjectPath other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
