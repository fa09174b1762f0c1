package com.samokoder.agents;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.llm.TokenCounting;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Chooses which of a project's files a model gets to read, within a number of tokens. */
@Component
class FileSelection {
    /** Below this no further file is worth looking at. */
    private static final int CROWDED = 50;

    /** What stands around a file. */
    private static final int FRAME = 12;

    /** Files up to this size are shown even where there is no room, if the step is about them. */
    private static final int ALWAYS = 4_000;

    /** Of a file that is too long to be shown whole, so many characters. */
    private static final long MOST_PARTS = 20_000;

    private static final long LEAST_PARTS = 1_000;

    private final TokenCounting tokens;

    FileSelection(TokenCounting tokens) {
        this.tokens = tokens;
    }

    /**
     * The whole texts of files, in the order of their paths: the same choice gives the same text,
     * for the providers' prompt caches.
     *
     * @param shown tokens by file
     * @param parts the same of files too long to be shown whole
     * @param leftOut the files that there was no room for
     */
    record Selected(
            String text,
            SortedMap<ProjectPath, Long> shown,
            SortedMap<ProjectPath, Long> parts,
            List<ProjectPath> leftOut) {

        /** Tokens by file, of whatever is seen of it. */
        SortedMap<ProjectPath, Long> seen() {
            var seen = new TreeMap<>(shown);
            seen.putAll(parts);
            return seen;
        }
    }

    Selected select(Snapshot files, Sight sight, long budget) {
        var shown = new TreeMap<ProjectPath, Long>();
        long left = budget;
        for (ProjectPath path : sight.subject()) {
            left -= add(shown, files, path, Math.max(left, ALWAYS));
        }
        var parts = new TreeMap<ProjectPath, String>();
        for (ProjectPath path : wanted(files, sight)) {
            left -= add(shown, files, path, left);
            left -= shown.containsKey(path) ? 0 : addParts(parts, files, path, sight, left);
        }
        for (ProjectPath path : others(files, sight)) {
            if (left < CROWDED) {
                break;
            }
            left -= add(shown, files, path, left);
        }
        var leftOut =
                files.files().keySet().stream()
                        .filter(path ->
                                !shown.containsKey(path)
                                        && !parts.containsKey(path)
                                        && !sight.told().contains(path))
                        .toList();
        var partly = new TreeMap<ProjectPath, Long>();
        parts.forEach((path, text) -> partly.put(path, tokens.count(text)));
        return new Selected(text(files, shown, parts.values()), shown, partly, leftOut);
    }

    /** The files that the step is about or names; of them something must be seen. */
    private static LinkedHashSet<ProjectPath> wanted(Snapshot files, Sight sight) {
        var wanted = new LinkedHashSet<>(sight.subject());
        wanted.addAll(Relevance.named(files.files().keySet(), sight.about()));
        wanted.removeAll(Set.copyOf(sight.told()));
        return wanted;
    }

    private long addParts(
            SortedMap<ProjectPath, String> parts,
            Snapshot files,
            ProjectPath path,
            Sight sight,
            long left) {
        var text = files.files().get(path);
        int room = (int) Math.min(left, MOST_PARTS);
        var passages =
                text == null || room < LEAST_PARTS
                        ? ""
                        : Passages.of(path, text, sight.about(), room);
        if (passages.isEmpty()) {
            return 0;
        }
        parts.put(path, passages);
        return tokens.count(passages);
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

    private static String text(
            Snapshot files, SortedMap<ProjectPath, Long> shown, Collection<String> parts) {
        var whole =
                shown.keySet().stream()
                        .map(path -> block(path, files.files().getOrDefault(path, "")));
        return shown.isEmpty() && parts.isEmpty()
                ? "(no files to show)"
                : Stream.concat(whole, parts.stream()).collect(Collectors.joining("\n\n"));
    }

    static String block(ProjectPath path, String text) {
        var end = text.isEmpty() || text.endsWith("\n") ? "" : "\n";
        return "<file path=\"" + path + "\">\n" + text + end + "</file>";
    }
}
