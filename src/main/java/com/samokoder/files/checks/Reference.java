package com.samokoder.files.checks;

import java.util.List;

/**
 * A place where a file names another file, module, package or type.
 *
 * @param names what is taken out of the module, where the language has that
 * @param optional whether the file copes with its absence
 */
record Reference(Kind kind, String target, int line, List<String> names, boolean optional) {
    enum Kind {
        SCRIPT_IMPORT,
        /** A bare name that the page itself maps to an address. */
        SCRIPT_MAPPED,
        PYTHON_IMPORT,
        PYTHON_FROM,
        JAVA_IMPORT,
        JAVA_STATIC_IMPORT,
        JAVA_PACKAGE,
        JAVA_TYPE,
        PAGE_LINK,
        PAGE_SCRIPT,
        STYLE_IMPORT,
        STYLE_LINK
    }

    static Reference of(Kind kind, String target, int line) {
        return new Reference(kind, target, line, List.of(), false);
    }
}
