package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * How agents write files into an answer. Each marker carries a word that is random per request, so
 * that any text, one about this very format included, can stand inside a file.
 *
 * <pre>
 * &lt;&lt;&lt;FILE 5d41c2 src/app.js
 * ...
 * &lt;&lt;&lt;END 5d41c2
 * &lt;&lt;&lt;DELETE 5d41c2 old.js
 * </pre>
 */
final class BlockFormat {
    private final String fileMarker;
    private final String endMarker;
    private final String deleteMarker;

    BlockFormat(String boundary) {
        this.fileMarker = "<<<FILE " + boundary;
        this.endMarker = "<<<END " + boundary;
        this.deleteMarker = "<<<DELETE " + boundary;
    }

    /** A line of an answer that means something. */
    sealed interface Marker {
        record File(String path) implements Marker {}

        record End() implements Marker {}

        record Delete(String path) implements Marker {}
    }

    /** The marker that the line is, or null when it is ordinary text. */
    @Nullable Marker marker(String line) {
        if (!line.startsWith("<<<")) {
            return null;
        }
        var trimmed = line.stripTrailing();
        var text = trimmed.endsWith(">>>") ? trimmed.substring(0, trimmed.length() - 3) : trimmed;
        if (text.stripTrailing().equals(endMarker)) {
            return new Marker.End();
        }
        if (isMarker(text, fileMarker)) {
            return new Marker.File(text.substring(fileMarker.length()).strip());
        }
        if (isMarker(text, deleteMarker)) {
            return new Marker.Delete(text.substring(deleteMarker.length()).strip());
        }
        return null;
    }

    private static boolean isMarker(String line, String marker) {
        return line.equals(marker) || line.startsWith(marker + " ");
    }

    String file(String path, String content) {
        var end = content.isEmpty() || content.endsWith("\n") ? "" : "\n";
        return fileMarker + " " + path + "\n" + content + end + endMarker + "\n";
    }

    /** The path that a model means; {@code ./} in front is a habit, not a place. */
    static Optional<ProjectPath> path(String written) {
        var text = written.strip();
        while (text.startsWith("./")) {
            text = text.substring(2);
        }
        return ProjectPath.parse(text);
    }
}
