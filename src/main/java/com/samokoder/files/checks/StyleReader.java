package com.samokoder.files.checks;

/**
 * Reads CSS as its syntax module says: comments, strings, blocks and declarations; not which
 * properties exist.
 */
final class StyleReader {
    private static final int LONGEST = 1024 * 1024;

    void read(SourceText source, Outline outline) {
        if (source.text().length() > LONGEST) {
            outline.warn(0, Finding.SYNTAX, "Not checked: longer than " + LONGEST + " characters.");
            return;
        }
        new StyleScan(source, outline).run();
    }
}
