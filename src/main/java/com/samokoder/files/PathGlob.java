package com.samokoder.files;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Names paths: {@code *} and {@code ?} stand for any characters, or one, of a segment, {@code **}
 * for any segments. It covers what it matches and everything below that; case does not count.
 * Nothing can be escaped, because no path holds these characters; brackets are plain. The
 * database's {@code samo.glob_pattern} means the same.
 */
public record PathGlob(String value) {
    private static final int LONGEST = 240;
    private static final String ANY_SEGMENTS = "**";
    private static final Pattern FORBIDDEN =
            Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\\\:\"<>|]");
    private static final Pattern REPEATED = Pattern.compile("(?<=^|/)\\*\\*/(?=\\*\\*(/|$))");

    public PathGlob {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a pattern of paths");
        }
    }

    /** The pattern, or empty when it is none; a slash at the end, as of a folder, is dropped. */
    public static Optional<PathGlob> parse(String text) {
        var normal = Normalizer.normalize(text, Normalizer.Form.NFC);
        var tidy = REPEATED.matcher(normal.replaceFirst("(?<=[^/])/$", "")).replaceAll("");
        return isValid(tidy) ? Optional.of(new PathGlob(tidy)) : Optional.empty();
    }

    private static boolean isValid(String value) {
        return value.length() <= LONGEST
                && Normalizer.isNormalized(value, Normalizer.Form.NFC)
                && !FORBIDDEN.matcher(value).find()
                && !REPEATED.matcher(value).find()
                && segments(value).stream()
                        .noneMatch(segment ->
                                segment.isBlank() || segment.equals(".") || segment.equals(".."));
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    /** Whether the path is, or lies below, what this names. */
    public boolean covers(ProjectPath path) {
        var names = segments(path.value().toLowerCase(Locale.ROOT));
        var wanted = segments(value.toLowerCase(Locale.ROOT));
        // reached[n]: the pattern so far matches the first n names.
        var reached = new boolean[names.size() + 1];
        reached[0] = true;
        for (int place = 0; place < wanted.size(); place++) {
            reached = step(reached, names, wanted.get(place), place == wanted.size() - 1);
        }
        for (int count = 1; count < reached.length; count++) {
            if (reached[count]) {
                return true;
            }
        }
        return false;
    }

    /** Any segments are none, too, unless they come last: a folder is not what is in it. */
    private static boolean[] step(
            boolean[] reached, List<String> names, String wanted, boolean last) {
        var next = new boolean[reached.length];
        boolean any = wanted.equals(ANY_SEGMENTS);
        next[0] = any && !last && reached[0];
        for (int count = 1; count < next.length; count++) {
            next[count] =
                    any
                            ? next[count - 1] || reached[last ? count - 1 : count]
                            : reached[count - 1] && matches(wanted, names.get(count - 1));
        }
        return next;
    }

    /** On a mismatch the last star takes one character more: never slower than the product. */
    private static boolean matches(String wanted, String name) {
        int[] pattern = wanted.codePoints().toArray();
        int[] text = name.codePoints().toArray();
        int at = 0;
        int star = -1;
        int resume = 0;
        int place = 0;
        while (place < text.length) {
            if (at < pattern.length && pattern[at] == '*') {
                star = at++;
                resume = place;
            } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == text[place])) {
                at++;
                place++;
            } else if (star >= 0) {
                at = star + 1;
                place = ++resume;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }

    @Override
    public String toString() {
        return value;
    }
}
