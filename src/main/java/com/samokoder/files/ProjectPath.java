package com.samokoder.files;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file's place inside its project: relative, with forward slashes, in Unicode NFC, at most 240
 * characters. A path that leaves the project, that some file system cannot hold, or that looks like
 * another one, does not exist as a value of this type.
 */
public record ProjectPath(@JsonValue String value) implements Comparable<ProjectPath> {
    private static final int LONGEST = 240;
    private static final int LONGEST_SEGMENT_BYTES = 255;

    /**
     * Control, invisible and direction-changing characters, halves of pairs, and what Windows bars.
     */
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\\\:*?\"<>|]");

    /** Characters drawn like a slash that no normalization turns into one. */
    private static final Pattern LIKE_A_SLASH =
            Pattern.compile("[\\u2044\\u2215\\u2216\\u29F5\\u29F8\\u29F9]");

    private static final Set<String> GIT = Set.of(".git", "git~1");

    /** Device names, which Windows finds in every folder and behind every extension. */
    private static final Pattern RESERVED =
            Pattern.compile(
                    "(con|prn|aux|nul|conin\\$|conout\\$|(com|lpt)[0-9\\u00B9\\u00B2\\u00B3])");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
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
        return value.length() <= LONGEST
                && Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && !LIKE_A_SLASH.matcher(value).find()
                && hasValidSegments(value)
                && staysWhatItIs(value, Normalizer.normalize(value, Normalizer.Form.NFKC));
    }

    /** In programs that fold by NFKC a full-width dot or slash becomes a plain one. */
    private static boolean staysWhatItIs(String value, String folded) {
        return hasValidSegments(folded) && slashes(folded) == slashes(value);
    }

    private static long slashes(String value) {
        return value.chars().filter(unit -> unit == '/').count();
    }

    private static boolean hasValidSegments(String value) {
        if (FORBIDDEN.matcher(value).find()) {
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
        var stem = (dot > 0 ? lower.substring(0, dot) : lower).strip();
        return !segment.isBlank()
                && !isSpace(segment.codePointAt(0))
                && !isSpace(segment.codePointBefore(segment.length()))
                && !segment.endsWith(".")
                && !GIT.contains(lower)
                && !RESERVED.matcher(stem).matches()
                && segment.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SEGMENT_BYTES;
    }

    private static boolean isSpace(int codePoint) {
        return Character.isWhitespace(codePoint) || Character.isSpaceChar(codePoint);
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
