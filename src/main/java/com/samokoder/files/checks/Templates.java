package com.samokoder.files.checks;

/** Tells files of a template language, which become what their name says only later. */
final class Templates {
    private Templates() {}

    static boolean isTemplate(String text) {
        return text.contains("{%") || text.contains("<%") || text.contains("{{#");
    }
}
