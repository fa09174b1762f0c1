package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.files.TextChange;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What changes do to files, as a unified diff.
 *
 * @param files how many files differ
 * @param lines how many lines were added or taken away
 */
record ChangeDiff(String text, int files, int lines) {
    /** More is not read with care by anybody. */
    private static final int LONGEST = 60_000;

    private static final String REST = "(the rest of the diff is too long to show)\n";

    /** Where the part of one file begins; a removed line may look like the first of the two. */
    private static final Pattern PART = Pattern.compile("(?m)^(?=--- .+\n\\+\\+\\+ )");

    private static final Pattern CREATED = Pattern.compile("--- /dev/null\n\\+\\+\\+ b/([^\t\n]+)");

    static ChangeDiff of(Snapshot before, List<FileChange> changes) {
        var text = new StringBuilder();
        int files = 0;
        int lines = 0;
        for (FileChange change : changes) {
            var old = before.files().get(change.path());
            var now =
                    switch (change) {
                        case FileChange.Put(var _, var content) -> content;
                        case FileChange.Delete _ -> null;
                        case FileChange.Summarize _ -> old;
                    };
            if (!Objects.equals(old, now)) {
                var diff = TextChange.of(change.path(), old, now);
                files++;
                lines += diff.lines();
                text.append(diff.unified());
            }
        }
        return new ChangeDiff(cut(text), files, lines);
    }

    /** One that was stored as its text. */
    static ChangeDiff read(String text) {
        var files = new HashSet<String>();
        int lines = 0;
        for (String line : text.lines().toList()) {
            if (line.startsWith("+++ ")) {
                files.add(line);
            } else if (line.startsWith("+") || (line.startsWith("-") && !line.startsWith("--- "))) {
                lines++;
            }
        }
        return new ChangeDiff(text, files.size(), lines);
    }

    /** The new files of which the diff tells the whole text. */
    static Set<ProjectPath> created(String diff) {
        var parts = parts(diff);
        var whole = diff.endsWith(REST) ? parts.subList(0, parts.size() - 1) : parts;
        return whole.stream()
                .flatMap(part -> createdBy(part).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /**
     * This diff and then another one: a file that is new in this one is shown as it is in the end,
     * for what was put right meanwhile is nobody's fault any more.
     *
     * @param after the files after both
     */
    static String joined(String first, String then, Snapshot after) {
        var created = created(first);
        var text = new StringBuilder();
        for (String part : parts(first)) {
            var path = createdBy(part);
            var now = path.map(after.files()::get);
            if (path.isEmpty() || !created.contains(path.get())) {
                text.append(part);
            } else if (now.isPresent()) {
                text.append(TextChange.of(path.get(), null, now.get()).unified());
            }
        }
        for (String part : parts(then)) {
            if (created.stream().noneMatch(path -> isOf(part, path))) {
                text.append(part);
            }
        }
        return cut(text);
    }

    private static List<String> parts(String diff) {
        return PART.splitAsStream(diff).filter(part -> !part.isBlank()).toList();
    }

    private static Optional<ProjectPath> createdBy(String part) {
        var header = CREATED.matcher(part);
        return header.lookingAt() ? ProjectPath.parse(header.group(1)) : Optional.empty();
    }

    private static boolean isOf(String part, ProjectPath path) {
        var lines = part.lines().limit(2).map(line -> line.replace("\t", "")).toList();
        return lines.contains("--- a/" + path) || lines.contains("+++ b/" + path);
    }

    private static String cut(StringBuilder text) {
        if (text.length() <= LONGEST) {
            return text.toString();
        }
        int end = text.lastIndexOf("\n", LONGEST) + 1;
        return text.substring(0, end) + REST;
    }
}
