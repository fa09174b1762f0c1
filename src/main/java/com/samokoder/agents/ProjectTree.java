package com.samokoder.agents;

import com.samokoder.files.LockedPaths;
import com.samokoder.files.PathGlob;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.util.TreeMap;
import java.util.stream.Collectors;

/** All paths of a project, so that a model knows what it is not shown. */
final class ProjectTree {
    /** A tree with more files is told without what is in them, one with many more by folders. */
    private static final int SUMMED_UP = 400;

    private static final int LISTED = 1_200;

    private ProjectTree() {}

    static String of(Snapshot files) {
        return files.locks().globs().isEmpty()
                ? listed(files)
                : listed(files) + "\n" + locks(files.locks());
    }

    /** What is locked may be files that are not there, too. */
    private static String locks(LockedPaths locks) {
        return locks.globs().stream()
                .map(PathGlob::value)
                .collect(
                        Collectors.joining(
                                ", ",
                                "Locked by the project's owner, never to be written, changed or"
                                        + " deleted: ",
                                ""));
    }

    private static String listed(Snapshot files) {
        int count = files.files().size() + files.binaries().size();
        if (count == 0) {
            return "(none)";
        }
        if (count > LISTED) {
            return folders(files);
        }
        boolean summedUp = files.files().size() <= SUMMED_UP;
        var lines = new TreeMap<ProjectPath, String>();
        files.files().forEach((path, text) -> lines.put(path, line(files, path, text, summedUp)));
        files.binaries().forEach(path -> lines.put(path, "- " + path + " (binary)"));
        return lines.values().stream()
                .collect(Collectors.joining("\n", "(path, lines: what it holds)\n", ""));
    }

    private static String line(Snapshot files, ProjectPath path, String text, boolean summedUp) {
        var locked = files.locks().cover(path) ? ", locked: must not be changed" : "";
        var line = "- " + path + " (" + text.lines().count() + locked + ")";
        var summary = summedUp ? FileSummaries.of(files, path) : "";
        return summary.isEmpty() ? line : line + ": " + summary;
    }

    private static String folders(Snapshot files) {
        return files.files().keySet().stream()
                .collect(
                        Collectors.groupingBy(
                                ProjectTree::folder, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(folder -> "- " + folder.getKey() + " (" + folder.getValue() + ")")
                .collect(Collectors.joining("\n", "(folder, number of files)\n", ""));
    }

    private static String folder(ProjectPath path) {
        int slash = path.value().lastIndexOf('/');
        return slash < 0 ? "./" : path.value().substring(0, slash + 1);
    }
}
