package com.samokoder.files.checks;

/** The comments of files that are not parsed: lines that begin like one. */
final class LineComments {
    private LineComments() {}

    static void read(SourceText source, Outline outline) {
        if (isProse(source)) {
            return;
        }
        int line = source.linesBefore();
        for (var text : (Iterable<String>) source.text().lines()::iterator) {
            line++;
            var stripped = text.strip();
            if (stripped.startsWith("#")
                    || stripped.startsWith("//")
                    || stripped.startsWith("--")) {
                outline.comment(line, stripped);
            }
        }
    }

    private static boolean isProse(SourceText source) {
        var name = FileKind.name(source.path());
        return name.endsWith(".md")
                || name.endsWith(".markdown")
                || name.endsWith(".txt")
                || name.endsWith(".rst")
                || name.endsWith(".adoc");
    }
}
