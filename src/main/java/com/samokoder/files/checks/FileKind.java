package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;

import java.util.Locale;
import java.util.Set;

/** The languages whose files are read; everything else is only searched line by line. */
enum FileKind {
    JSON,
    JSON_WITH_COMMENTS,
    YAML,
    TOML,
    XML,
    HTML,
    COMPONENT,
    CSS,
    JAVASCRIPT,
    TYPESCRIPT,
    TSX,
    PYTHON,
    JAVA,
    OTHER;

    private static final Set<String> COMMENTED_FOLDERS = Set.of(".vscode", ".devcontainer");

    static FileKind of(ProjectPath path) {
        var name = name(path);
        return switch (name.substring(name.lastIndexOf('.') + 1)) {
            case "json" -> allowsComments(path, name) ? JSON_WITH_COMMENTS : JSON;
            case "webmanifest" -> JSON;
            case "jsonc", "code-workspace" -> JSON_WITH_COMMENTS;
            case "yaml", "yml" -> YAML;
            case "toml" -> TOML;
            case "xml", "svg", "xsd", "xsl", "xslt", "fxml", "plist", "csproj" -> XML;
            case "html", "htm" -> HTML;
            case "vue", "svelte" -> COMPONENT;
            case "css" -> CSS;
            case "js", "mjs", "cjs", "jsx" -> JAVASCRIPT;
            case "ts", "mts", "cts" -> TYPESCRIPT;
            case "tsx" -> TSX;
            case "py", "pyi" -> PYTHON;
            case "java" -> JAVA;
            default -> name.equals("pipfile") ? TOML : OTHER;
        };
    }

    /** The last segment in lower case. */
    static String name(ProjectPath path) {
        var value = path.value();
        return value.substring(value.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    }

    boolean isScript() {
        return this == JAVASCRIPT || this == TYPESCRIPT || this == TSX || this == COMPONENT;
    }

    private static boolean allowsComments(ProjectPath path, String name) {
        return name.startsWith("tsconfig")
                || name.startsWith("jsconfig")
                || name.startsWith(".eslintrc")
                || name.equals("devcontainer.json")
                || COMMENTED_FOLDERS.contains(path.value().split("/", 2)[0]);
    }
}
