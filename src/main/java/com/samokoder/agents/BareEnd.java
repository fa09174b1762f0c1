package com.samokoder.agents;

import java.util.List;

/** An end marker without its word, as small models write it. */
final class BareEnd {
    /** More than that is the file's own text. */
    private static final int LONGEST_AFTERWORD = 400;

    private static final BlockFormat FORMAT = new BlockFormat("");

    private BareEnd() {}

    static boolean is(String line) {
        return FORMAT.looseMarker(line.strip()) instanceof BlockFormat.Marker.End;
    }

    /**
     * Takes it, and the little that may stand after it, off the end of the lines. Models like to
     * close with a sentence.
     */
    static boolean takenOff(List<String> lines) {
        int room = LONGEST_AFTERWORD;
        for (int i = lines.size() - 1; i >= 0 && room >= 0; i--) {
            if (is(lines.get(i))) {
                lines.subList(i, lines.size()).clear();
                return true;
            }
            room -= lines.get(i).length();
        }
        return false;
    }
}
