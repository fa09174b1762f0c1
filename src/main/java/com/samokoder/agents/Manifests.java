package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;

/** The files in which a project says what it is built with and depends on. */
final class Manifests {
    private static final Set<String> NAMES =
            Set.of(
                    "package.json",
                    "requirements.txt",
                    "pyproject.toml",
                    "pom.xml",
                    "build.gradle",
                    "build.gradle.kts",
                    "go.mod",
                    "Cargo.toml",
                    "composer.json",
                    "Gemfile");
    private static final int MOST = 4;
    private static final int LONGEST = 8_000;

    private Manifests() {}

    /** The text of those nearest to the project's folder; empty where there is none. */
    static String of(Snapshot files) {
        var texts =
                files.files().keySet().stream()
                        .filter(path -> NAMES.contains(name(path)))
                        .filter(path -> text(files, path).length() <= LONGEST)
                        .sorted(Comparator.comparingInt(Manifests::depth))
                        .limit(MOST)
                        .map(path -> FileSelection.block(path, text(files, path)))
                        .collect(Collectors.joining("\n\n"));
        return texts.isEmpty() ? "" : "\n\nWhat it is built with:\n\n" + texts;
    }

    private static String text(Snapshot files, ProjectPath path) {
        return files.files().getOrDefault(path, "");
    }

    private static String name(ProjectPath path) {
        return path.value().substring(path.value().lastIndexOf('/') + 1);
    }

    private static int depth(ProjectPath path) {
        return (int) path.value().chars().filter(c -> c == '/').count();
    }
}
