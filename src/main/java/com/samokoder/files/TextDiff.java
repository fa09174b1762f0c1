package com.samokoder.files;

import org.eclipse.jgit.diff.Edit;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.MyersDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The lines in which two texts differ. */
final class TextDiff {
    private static final int CONTEXT = 3;
    private static final String NO_END = "\\ No newline at end of file";

    /**
     * Where lines repeat too often for the histogram, the exact search takes the square of their
     * number: beyond this many, the stretch counts as replaced.
     */
    private static final int EXACT_LINES = 4_000;

    private final RawText before;
    private final RawText after;

    private TextDiff(byte[] before, byte[] after) {
        this.before = new RawText(before);
        this.after = new RawText(after);
    }

    static List<Hunk> between(byte[] before, byte[] after) {
        return new TextDiff(before, after).hunks();
    }

    private List<Hunk> hunks() {
        var algorithm = new HistogramDiff();
        boolean small = before.size() + after.size() <= EXACT_LINES;
        algorithm.setFallbackAlgorithm(small ? MyersDiff.INSTANCE : null);
        var edits = algorithm.diff(RawTextComparator.DEFAULT, before, after);
        var hunks = new ArrayList<Hunk>();
        for (int first = 0; first < edits.size(); ) {
            int end = neighbours(edits, first);
            hunks.add(hunk(edits.subList(first, end)));
            first = end;
        }
        return List.copyOf(hunks);
    }

    /** Where the changes end whose surroundings touch. */
    private static int neighbours(EditList edits, int first) {
        int end = first + 1;
        while (end < edits.size()
                && edits.get(end).getBeginA() - edits.get(end - 1).getEndA() <= 2 * CONTEXT) {
            end++;
        }
        return end;
    }

    private Hunk hunk(List<Edit> edits) {
        int oldStart = Math.max(0, edits.getFirst().getBeginA() - CONTEXT);
        int newStart = Math.max(0, edits.getFirst().getBeginB() - CONTEXT);
        int oldEnd = Math.min(before.size(), edits.getLast().getEndA() + CONTEXT);
        int newEnd = Math.min(after.size(), edits.getLast().getEndB() + CONTEXT);
        var lines = new ArrayList<String>();
        int at = oldStart;
        for (Edit edit : edits) {
            write(' ', before, at, edit.getBeginA(), lines);
            write('-', before, edit.getBeginA(), edit.getEndA(), lines);
            write('+', after, edit.getBeginB(), edit.getEndB(), lines);
            at = edit.getEndA();
        }
        write(' ', before, at, oldEnd, lines);
        return new Hunk(
                start(oldStart, oldEnd),
                oldEnd - oldStart,
                start(newStart, newEnd),
                newEnd - newStart,
                List.copyOf(lines));
    }

    private static int start(int first, int end) {
        return first == end ? first : first + 1;
    }

    private static void write(char sign, RawText text, int from, int to, List<String> lines) {
        for (int line = from; line < to; line++) {
            var bytes = text.getRawString(line);
            lines.add(
                    sign
                            + new String(
                                    bytes.array(),
                                    bytes.position(),
                                    bytes.remaining(),
                                    StandardCharsets.UTF_8));
            if (line == text.size() - 1 && text.isMissingNewlineAtEnd()) {
                lines.add(NO_END);
            }
        }
    }
}
