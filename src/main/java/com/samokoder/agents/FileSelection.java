package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.TokenCounting;

import org.springframework.stereotype.Component;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Chooses which of a project's files a model gets to read, within a number of tokens. */
@Component
class FileSelection {
    /** Below this no further file is worth looking at. */
    private static final int CROWDED = 50;

    /** What stands around a file. */
    private static final int FRAME = 12;

    /** Files up to this size are shown even where there is no room, if the step is about them. */
    private static final int ALWAYS = 4_000;

    private final TokenCounting tokens;

    FileSelection(TokenCounting tokens) {
        this.tokens = tokens;
    }

    /**
     * The whole texts of files, in the order of their paths: the same choice gives the same text,
     * for the providers' prompt caches.
     *
     * @param shown tokens by file
     * @param leftOut the files that there was no room for
     */
    record Selected(String text, SortedMap<ProjectPath, Long> shown, List<ProjectPath> leftOut) {}

    Selected select(Snapshot files, Sight sight, long budget) {
        var shown = new TreeMap<ProjectPath, Long>();
        long left = budget;
        for (ProjectPath path : sight.subject()) {
            left -= add(shown, files, path, Math.max(left, ALWAYS));
        }
        for (ProjectPath path : others(files, sight)) {
            if (left < CROWDED) {
                break;
            }
            left -= add(shown, files, path, left);
        }
        var leftOut =
                files.files().keySet().stream()
                        .filter(path -> !shown.containsKey(path) && !sight.told().contains(path))
                        .toList();
        return new Selected(text(files, shown), shown, leftOut);
    }

    private static LinkedHashSet<ProjectPath> others(Snapshot files, Sight sight) {
        var others = new LinkedHashSet<>(Relevance.named(files.files().keySet(), sight.about()));
        others.addAll(sight.next());
        others.addAll(new Relevance(files).order(sight.about()));
        others.removeAll(Set.copyOf(sight.told()));
        return others;
    }

    /** What the file costs; nothing where it is not there, too large, or shown already. */
    private long add(
            SortedMap<ProjectPath, Long> shown, Snapshot files, ProjectPath path, long most) {
        var text = files.files().get(path);
        // No vocabulary has tokens of 16 characters on average: spare the count.
        if (text == null || shown.containsKey(path) || text.length() / 16 > most) {
            return 0;
        }
        long cost = tokens.count(text) + tokens.count(path.value()) + FRAME;
        if (cost > most) {
            return 0;
        }
        shown.put(path, cost);
        return cost;
    }

    private static String text(Snapshot files, SortedMap<ProjectPath, Long> shown) {
        return shown.isEmpty()
                ? "(no files to show)"
                : shown.keySet().stream()
                        .map(path -> block(path, files.files().getOrDefault(path, "")))
                        .collect(Collectors.joining("\n\n"));
    }

    static String block(ProjectPath path, String text) {
        var end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return "<file path=\"" + path + "\">\n" + text + end + "</file>";
    }
}
