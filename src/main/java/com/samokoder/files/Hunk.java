package com.samokoder.files;

import java.util.List;

/**
 * Neighbouring changes of a text with the lines around them, as in a unified diff.
 *
 * @param oldStart the first line, counted from 1; the line before where there are none
 * @param lines each with its sign: a space, a minus, a plus, or a backslash for the remark that the
 *     line before does not end
 */
record Hunk(int oldStart, int oldLines, int newStart, int newLines, List<String> lines) {

    int added() {
        return count('+');
    }

    int removed() {
        return count('-');
    }

    private int count(char sign) {
        return (int) lines.stream().filter(line -> line.charAt(0) == sign).count();
    }
}
