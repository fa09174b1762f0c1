package com.samokoder.agents;

import com.samokoder.files.ProjectPath;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;

/** Files that are to stand beside one another in one folder tree. */
final class PlannedPaths {
    private PlannedPaths() {}

    /**
     * @throws UnusableAnswer when two are the same, for a file system that ignores case too, or one
     *     is a folder of another
     */
    static void check(List<ProjectPath> paths) {
        var files = new HashSet<String>();
        for (ProjectPath path : paths) {
            if (!files.add(path.value().toLowerCase(Locale.ROOT))) {
                throw UnusableAnswer.json("path_twice", path.value());
            }
        }
        for (ProjectPath path : paths) {
            var text = path.value().toLowerCase(Locale.ROOT);
            for (int at = text.indexOf('/'); at >= 0; at = text.indexOf('/', at + 1)) {
                if (files.contains(text.substring(0, at))) {
                    throw UnusableAnswer.json("path_nested", text.substring(0, at));
                }
            }
        }
    }
}
