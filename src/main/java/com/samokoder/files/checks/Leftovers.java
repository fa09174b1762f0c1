package com.samokoder.files.checks;

/** Markers that a merge or an edit in blocks left behind. */
final class Leftovers {
    private Leftovers() {}

    static void find(Outline outline) {
        int number = 0;
        for (var line : (Iterable<String>) outline.source().text().lines()::iterator) {
            number++;
            if (isMarker(line)) {
                outline.error(
                        number,
                        Finding.MERGE_MARKER,
                        "A conflict marker was left in the file: " + line.substring(0, 7));
            }
        }
    }

    /**
     * The line of equal signs between them is no sign by itself: texts underline titles with it.
     */
    private static boolean isMarker(String line) {
        return isMarker(line, "<<<<<<<") || isMarker(line, ">>>>>>>") || isMarker(line, "|||||||");
    }

    private static boolean isMarker(String line, String marker) {
        return line.startsWith(marker)
                && (line.length() == marker.length() || line.charAt(marker.length()) == ' ');
    }
}
