package com.samokoder.files.checks;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Bare names that a page, a compiler or a bundler maps to something of its own: import maps, the
 * paths of {@code tsconfig.json}, and the usual signs of aliases.
 */
final class ScriptAliases {
    private static final String SIGNS = "~#$/";
    private static final Pattern CONFIGURATION =
            Pattern.compile("(ts|js)config.*\\.json|(vite|webpack|rollup|babel|craco).*\\..*");

    /** A key such as {@code '@components'} or {@code "utils/*"} in such a file. */
    private static final Pattern KEY = Pattern.compile("[\"'](@?[A-Za-z][\\w-]*)(?:/\\*?)?[\"']");

    private static final Pattern BASE = Pattern.compile("\"baseUrl\"\\s*:\\s*\"([^\"]*)\"");

    private final FileIndex files;
    private final Set<String> mapped = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> bases = new HashSet<>();

    ScriptAliases(List<Outline> outlines, FileIndex files) {
        this.files = files;
        for (var outline : outlines) {
            outline.references().stream()
                    .filter(reference -> reference.kind() == Reference.Kind.SCRIPT_MAPPED)
                    .forEach(reference -> mapped.add(reference.target()));
            var name = FileKind.name(outline.path());
            if (CONFIGURATION.matcher(name).matches()) {
                readConfiguration(outline);
            }
        }
    }

    private void readConfiguration(Outline outline) {
        var text = outline.source().text();
        if (text.contains("alias") || text.contains("\"paths\"")) {
            KEY.matcher(text).results().forEach(key -> words.add(key.group(1)));
        }
        var folder = FileIndex.parent(outline.path().value());
        BASE.matcher(text)
                .results()
                .flatMap(base -> FileIndex.resolve(folder, base.group(1)).stream())
                .forEach(bases::add);
    }

    boolean cover(String target) {
        var first = target.split("/", 2)[0];
        return target.isEmpty()
                || SIGNS.indexOf(target.charAt(0)) >= 0
                || first.equals("@")
                || target.contains(":")
                || words.contains(first)
                || isMapped(target)
                || bases.stream().anyMatch(base -> isBelow(FileIndex.join(base, first)));
    }

    private boolean isMapped(String target) {
        return mapped.stream()
                .anyMatch(name ->
                        name.equals(target) || name.endsWith("/") && target.startsWith(name));
    }

    private boolean isBelow(String path) {
        return files.hasFolder(path)
                || files.hasFile(path + ".ts")
                || files.hasFile(path + ".tsx")
                || files.hasFile(path + ".js")
                || files.hasFile(path + ".jsx");
    }
}
