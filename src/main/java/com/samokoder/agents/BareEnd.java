package com.samokoder.agents;

import java.util.List;

/** An end marker without its word, as small models write it. */
final class BareEnd {
    private static final BlockFormat FORMAT = new BlockFormat("");

    private BareEnd() {}

    static boolean is(String line) {
        return FORMAT.looseMarker(line.strip()) instanceof BlockFormat.Marker.End;
    }

    /** Takes it, and the blank lines after it, off the end of the lines. */
    static boolean takenOff(List<String> lines) {
        int last = lines.size() - 1;
        while (last >= 0 && lines.get(last).isBlank()) {
            last--;
        }
        if (last < 0 || !is(lines.get(last))) {
            return false;
        }
        lines.subList(last, lines.size()).clear();
        return true;
    }
}
