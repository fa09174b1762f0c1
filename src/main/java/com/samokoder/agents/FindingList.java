package com.samokoder.agents;

import com.samokoder.files.Snapshot;
import com.samokoder.files.checks.Finding;

import java.util.List;
import java.util.stream.Collectors;

/** What the checks found, as text for a model. */
final class FindingList {
    /** More mistakes at once are mostly one mistake. */
    private static final int MOST = 30;

    private FindingList() {}

    static String of(List<Finding> findings, Snapshot files) {
        return findings.stream()
                .limit(MOST)
                .map(finding -> line(finding, files))
                .collect(Collectors.joining("\n"));
    }

    private static String line(Finding finding, Snapshot files) {
        var place = finding.line() == 0 ? "" : ", line " + finding.line();
        var text = files.files().getOrDefault(finding.path(), "");
        var line = text.lines().skip(Math.max(0, finding.line() - 1)).findFirst().orElse("");
        boolean quoted =
                finding.line() > 0 && !line.isBlank() && !finding.check().equals(Finding.SECRET);
        return "- "
                + finding.path()
                + place
                + ": "
                + finding.message()
                + (quoted ? "\n  The line: " + line.strip() : "");
    }
}
