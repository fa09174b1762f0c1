package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How agents write files into an answer. Each marker carries a word that is random per request, so
 * that any text, one about this very format included, can stand inside a file.
 *
 * <pre>
 * &lt;&lt;&lt;FILE 5d41c2 src/app.js
 * the whole text
 * &lt;&lt;&lt;END 5d41c2 what the file holds, in one line
 * &lt;&lt;&lt;EDIT 5d41c2 src/store.js
 * &lt;&lt;&lt;FIND 5d41c2
 * lines of the file
 * &lt;&lt;&lt;WITH 5d41c2
 * the lines that take their place
 * &lt;&lt;&lt;END 5d41c2
 * &lt;&lt;&lt;DELETE 5d41c2 old.js
 * </pre>
 */
final class BlockFormat {
    private static final Pattern MARKER =
            Pattern.compile("<<<\\s?(FILE|EDIT|FIND|WITH|END|DELETE)\\b[ \\t]*(.*)");

    /** What small models make of the word: it is as long, and wrong. */
    private static final Pattern WORD = Pattern.compile("[0-9a-f]{6,8}(?:\\s+|$)");

    private final String boundary;

    BlockFormat(String boundary) {
        this.boundary = boundary;
    }

    /** A line of an answer that means something. */
    sealed interface Marker {
        record File(String path) implements Marker {}

        record Edit(String path) implements Marker {}

        record Find() implements Marker {}

        record With() implements Marker {}

        /**
         * @param summary what the file holds; empty where the model does not say
         */
        record End(String summary) implements Marker {}

        record Delete(String path) implements Marker {}
    }

    /** The marker that the line is, or null when it is ordinary text. */
    @Nullable Marker marker(String line) {
        var rest = rest(line);
        return rest == null || !rest.startsWith(boundary)
                ? null
                : withoutWord(line, rest.substring(boundary.length()));
    }

    /**
     * The same where the word is missing or wrong. Only for lines that cannot be a file's text: a
     * file may be about this format.
     */
    @Nullable Marker looseMarker(String line) {
        var rest = rest(line);
        if (rest == null) {
            return null;
        }
        var strict = marker(line);
        return strict != null
                ? strict
                : withoutWord(line, " " + WORD.matcher(rest).replaceFirst(""));
    }

    private static @Nullable String rest(String line) {
        if (!line.startsWith("<<<")) {
            return null;
        }
        var trimmed = line.stripTrailing();
        var text = trimmed.endsWith(">>>") ? trimmed.substring(0, trimmed.length() - 3) : trimmed;
        var matcher = MARKER.matcher(text.stripTrailing());
        return matcher.matches() ? matcher.group(2) : null;
    }

    private static @Nullable Marker withoutWord(String line, String after) {
        if (!after.isEmpty() && !Character.isWhitespace(after.charAt(0))) {
            return null;
        }
        var text = after.strip();
        var matcher = MARKER.matcher(line.strip());
        return switch (matcher.matches() ? matcher.group(1) : "") {
            case "FILE" -> new Marker.File(text);
            case "EDIT" -> new Marker.Edit(text);
            case "DELETE" -> new Marker.Delete(text);
            case "END" -> new Marker.End(text);
            case "FIND" -> text.isEmpty() ? new Marker.Find() : null;
            case "WITH" -> text.isEmpty() ? new Marker.With() : null;
            default -> null;
        };
    }

    /** A block that holds a whole file. */
    String file(String path, String content) {
        return line("FILE", path) + content + lineBreak(content) + line("END", "");
    }

    /** A block that replaces lines of a file. */
    String edit(String path, String find, String with) {
        return line("EDIT", path)
                + line("FIND", "")
                + find
                + lineBreak(find)
                + line("WITH", "")
                + with
                + lineBreak(with)
                + line("END", "");
    }

    private String line(String marker, String rest) {
        return "<<<" + marker + " " + boundary + (rest.isEmpty() ? "" : " " + rest) + "\n";
    }

    private static String lineBreak(String content) {
        return content.isEmpty() || content.endsWith("\n") ? "" : "\n";
    }

    /** The path that a model means; quotes and {@code ./} around it are habits, not places. */
    static Optional<ProjectPath> path(String written) {
        var text = written.strip();
        if (text.length() > 1 && "`\"'".indexOf(text.charAt(0)) >= 0) {
            text = text.substring(1, text.length() - (text.endsWith(text.substring(0, 1)) ? 1 : 0));
        }
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        return ProjectPath.parse(text);
    }
}
