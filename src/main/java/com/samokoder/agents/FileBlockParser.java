package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes an answer apart while it arrives, line by line. What it tells the listener is a preview;
 * {@link #finish} says what the answer came to.
 */
final class FileBlockParser {
    /** As much as a file may hold, so no line need be longer. */
    private static final int LONGEST_LINE = OpenFile.LARGEST;

    private final BlockFormat format;
    private final StepListener listener;
    private final BriefLanguage language;
    private final StringBuilder line = new StringBuilder();
    private final List<FileChange> changes = new ArrayList<>();
    private final List<AnswerProblem> problems = new ArrayList<>();
    private final Set<ProjectPath> seen = new HashSet<>();
    private boolean lineTooLong;
    private @Nullable OpenFile open;

    FileBlockParser(BlockFormat format, StepListener listener, BriefLanguage language) {
        this.format = format;
        this.listener = listener;
        this.language = language;
    }

    void accept(String delta) {
        int from = 0;
        for (int end = delta.indexOf('\n'); end >= 0; end = delta.indexOf('\n', from)) {
            append(delta.substring(from, end));
            endLine("\n");
            from = end + 1;
        }
        append(delta.substring(from));
    }

    FileBlocks finish() {
        if (!line.isEmpty()) {
            endLine("");
        }
        ProjectPath unfinished = open == null ? null : open.path();
        if (open != null && unfinished == null) {
            problems.add(AnswerProblem.of("cut_off"));
        }
        return new FileBlocks(List.copyOf(changes), List.copyOf(problems), unfinished);
    }

    private void append(String piece) {
        lineTooLong |= line.length() + piece.length() > LONGEST_LINE;
        if (!lineTooLong) {
            line.append(piece);
        }
    }

    private void endLine(String lineBreak) {
        if (lineTooLong && open != null) {
            open.overflow();
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        var text = line.toString();
        line.setLength(0);
        lineTooLong = false;
        take(text, lineBreak);
    }

    private void take(String text, String lineBreak) {
        var marker = format.marker(text);
        switch (marker) {
            case null -> takeText(text, lineBreak);
            case BlockFormat.Marker.File(String path) -> begin(path);
            case BlockFormat.Marker.End() -> end();
            case BlockFormat.Marker.Delete(String path) -> delete(path);
        }
    }

    private void takeText(String text, String lineBreak) {
        if (open != null) {
            open.line(text);
        } else if (!text.strip().startsWith("```")) {
            // Fences around whole blocks are the model's packaging.
            listener.text(text + lineBreak);
        }
    }

    private void begin(String written) {
        if (open != null) {
            refuse(open.name(), "not_closed");
        }
        open = new OpenFile(written, usable(written), listener);
    }

    private void end() {
        var file = open;
        open = null;
        if (file == null || file.path() == null) {
            return;
        }
        if (file.tooLarge()) {
            refuse(file.name(), "file_large");
            return;
        }
        changes.add(file.close(file.path()));
    }

    private void delete(String written) {
        if (open != null) {
            refuse(open.name(), "not_closed");
            open = null;
        }
        var path = usable(written);
        if (path != null) {
            changes.add(new FileChange.Delete(path));
        }
    }

    private @Nullable ProjectPath usable(String written) {
        var path = BlockFormat.path(written).orElse(null);
        if (path == null) {
            refuse(written, "path");
        } else if (!seen.add(path)) {
            refuse(written, "file_twice");
            return null;
        }
        return path;
    }

    private void refuse(String name, String key) {
        var problem = AnswerProblem.of(key, name);
        problems.add(problem);
        listener.fileRejected(problem.arguments()[0].toString(), problem.in(language));
    }
}
