package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.Snapshot;
import com.samokoder.files.TextChange;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;

/**
 * What changes do to files, as a unified diff.
 *
 * @param files how many files differ
 * @param lines how many lines were added or taken away
 */
record ChangeDiff(String text, int files, int lines) {
    /** More is not read with care by anybody. */
    private static final int LONGEST = 60_000;

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

    private static String cut(StringBuilder text) {
        if (text.length() <= LONGEST) {
            return text.toString();
        }
        int end = text.lastIndexOf("\n", LONGEST) + 1;
        return text.substring(0, end) + "(the rest of the diff is too long to show)\n";
    }
}
