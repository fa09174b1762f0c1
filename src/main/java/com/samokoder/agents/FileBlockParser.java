package com.samokoder.agents;

import com.samokoder.agents.BlockFormat.Marker;

import org.jspecify.annotations.Nullable;

/**
 * Takes an answer apart while it arrives, line by line. What it tells the listener is a preview;
 * {@link #finish} says what the answer came to. Lenient where a slip has one meaning only: fences,
 * prose, line endings, a missing word outside of a file, an end marker that the next block makes
 * plain.
 */
final class FileBlockParser {
    /** As much as a file may hold, so no line need be longer. */
    private static final int LONGEST_LINE = OpenFile.LARGEST;

    private final BlockFormat format;
    private final StepListener listener;
    private final BlockCollection collected;
    private final StringBuilder line = new StringBuilder();
    private final StringBuilder said = new StringBuilder();

    /** The whole answer, as long as no marker has come. */
    private final StringBuilder bare = new StringBuilder();

    private boolean marked;
    private boolean lineTooLong;
    private boolean first = true;

    /** Whether the open block's own marker came without the word; then its end may, too. */
    private boolean loose;

    private @Nullable OpenBlock open;

    /** The file of the edit that ended last; more lines to find may follow all the same. */
    private @Nullable String edited;

    FileBlockParser(BlockFormat format, StepListener listener, BriefLanguage language) {
        this.format = format;
        this.listener = listener;
        this.collected = new BlockCollection(listener, language);
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
        var block = open;
        if (block != null && block.endsWithoutWord()) {
            close(block, "");
        }
        return collected.finish(open, said.toString());
    }

    /** The answer where it has no marker at all; otherwise empty. */
    String bare() {
        return marked ? "" : bare.toString();
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
        boolean marked = first && !line.isEmpty() && line.charAt(0) == '\uFEFF';
        var text = line.substring(marked ? 1 : 0);
        line.setLength(0);
        lineTooLong = false;
        first = false;
        take(text, lineBreak);
    }

    private void take(String text, String lineBreak) {
        var strict = format.marker(text);
        boolean free = open == null || loose;
        var marker = strict == null && free ? format.looseMarker(text) : strict;
        marked |= marker != null;
        if (!marked) {
            bare.append(text).append('\n');
        }
        switch (marker) {
            case null -> takeText(text, lineBreak);
            case Marker.File(String path) -> begin(path, false, strict == null);
            case Marker.Edit(String path) -> begin(path, true, strict == null);
            case Marker.Find() -> find(text, lineBreak);
            case Marker.With() -> with(text, lineBreak);
            case Marker.End(String summary) -> end(summary);
            case Marker.Delete(String path) -> delete(path);
        }
    }

    private void takeText(String text, String lineBreak) {
        if (open != null) {
            open.line(text);
        } else if (!text.strip().startsWith("```")) {
            // Fences around whole blocks are the model's packaging.
            said.append(text).append(lineBreak);
            listener.text(text + lineBreak);
        }
    }

    private void begin(String written, boolean edit, boolean withoutWord) {
        closeUnmarked();
        var path = collected.usable(written, edit);
        open = edit ? new OpenEdit(written, path, listener) : new OpenFile(written, path, listener);
        loose = withoutWord;
    }

    private void find(String text, String lineBreak) {
        switch (open) {
            case OpenEdit edit -> edit.find();
            case OpenFile file when file.path() != null && file.blank() -> {
                collected.turnIntoEdit(file.path());
                var edit = new OpenEdit(file.name(), file.path(), listener);
                edit.find();
                open = edit;
            }
            case OpenFile file -> collected.refuse(file.name(), "edit_incomplete");
            case null -> findAfterEnd(text, lineBreak);
        }
    }

    private void findAfterEnd(String text, String lineBreak) {
        var name = edited;
        if (name == null) {
            takeText(text, lineBreak);
        } else {
            begin(name, true, format.marker(text) == null);
            find(text, lineBreak);
        }
    }

    private void with(String text, String lineBreak) {
        switch (open) {
            case OpenEdit edit -> edit.with();
            case OpenFile file -> collected.refuse(file.name(), "edit_incomplete");
            case null -> takeText(text, lineBreak);
        }
    }

    private void end(String summary) {
        if (open != null && !(open instanceof OpenEdit edit && !edit.endsHere())) {
            close(open, summary);
        }
    }

    private void delete(String written) {
        closeUnmarked();
        edited = null;
        collected.delete(written);
    }

    /** The next block begins, so the one before it is over. */
    private void closeUnmarked() {
        if (open != null) {
            boolean _ = open.endsWithoutWord();
            close(open, "");
        }
    }

    private void close(OpenBlock block, String summary) {
        open = null;
        loose = false;
        edited = block instanceof OpenEdit ? block.name() : null;
        collected.add(block, summary);
    }
}
