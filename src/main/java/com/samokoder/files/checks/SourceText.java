package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;

/**
 * A piece of source, mostly a whole file.
 *
 * @param linesBefore how many lines of the file stand before this piece
 */
record SourceText(ProjectPath path, FileKind kind, String text, int linesBefore) {
    static SourceText of(ProjectPath path, String text) {
        return new SourceText(path, FileKind.of(path), text, 0);
    }

    SourceText piece(FileKind kind, String piece, int linesBefore) {
        return new SourceText(path, kind, piece, linesBefore);
    }
}
