package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Which files and folders a version has, text or not. */
final class FileIndex {
    /** Folders that builds and installations write, of which a version rightly has nothing. */
    private static final Set<String> WRITTEN =
            Set.of(
                    "node_modules",
                    "dist",
                    "build",
                    "out",
                    "target",
                    "bin",
                    "obj",
                    "vendor",
                    "generated",
                    "__generated__",
                    "gen",
                    ".next",
                    ".nuxt",
                    ".svelte-kit",
                    ".output",
                    "coverage",
                    "bower_components");

    private final Set<String> files = new HashSet<>();
    private final Set<String> folders = new HashSet<>();
    private final Map<String, String> caseless = new HashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();

    FileIndex(Snapshot version) {
        Stream.concat(version.files().keySet().stream(), version.binaries().stream())
                .map(ProjectPath::value)
                .forEach(this::add);
    }

    private void add(String path) {
        files.add(path);
        caseless.put(path.toLowerCase(Locale.ROOT), path);
        byName.merge(name(path), List.of(path), FileIndex::joined);
        for (var folder = parent(path); folders.add(folder) && !folder.isEmpty(); ) {
            folder = parent(folder);
        }
    }

    private static List<String> joined(List<String> some, List<String> more) {
        return Stream.concat(some.stream(), more.stream()).toList();
    }

    boolean hasFile(String path) {
        return files.contains(path);
    }

    boolean hasFolder(String path) {
        return folders.contains(path);
    }

    /** Whether some file's path ends like this, below whatever folder a server may serve. */
    boolean hasEnding(String path) {
        return byName.getOrDefault(name(path), List.of()).stream()
                .anyMatch(file -> file.equals(path) || file.endsWith("/" + path));
    }

    /** The file that only differs in case. */
    Optional<String> sameButForCase(String path) {
        return Optional.ofNullable(caseless.get(path.toLowerCase(Locale.ROOT)));
    }

    /** The only file of this name, wherever it is. */
    Optional<String> onlyNamed(String name) {
        var named = byName.getOrDefault(name, List.of());
        return named.size() == 1 ? Optional.of(named.getFirst()) : Optional.empty();
    }

    static boolean isWritten(String path) {
        return Stream.of(path.split("/")).anyMatch(WRITTEN::contains);
    }

    /** The folder of a file or folder; empty for the root. */
    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    static String join(String folder, String path) {
        return folder.isEmpty() ? path : path.isEmpty() ? folder : folder + "/" + path;
    }

    /** The path that a relative one means in a folder; empty where it leaves the project. */
    static Optional<String> resolve(String folder, String relative) {
        var segments = new ArrayDeque<String>();
        for (var segment : join(folder, relative).split("/")) {
            if (segment.equals("..")) {
                if (segments.pollLast() == null) {
                    return Optional.empty();
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(segment);
            }
        }
        return Optional.of(String.join("/", segments));
    }

    /** The folder and those above it, the nearest first. */
    static List<String> upwards(String folder) {
        var all = new ArrayList<String>();
        all.add(folder);
        for (var above = folder; !above.isEmpty(); ) {
            above = parent(above);
            all.add(above);
        }
        return all;
    }
}
