package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The files of a project in a test, and what the checks say about them. */
final class Project {
    private final SortedMap<ProjectPath, String> files = new TreeMap<>();
    private final SortedSet<ProjectPath> binaries = new TreeSet<>();

    static Project empty() {
        return new Project();
    }

    static Project with(String path, String text) {
        return new Project().and(path, text);
    }

    Project and(String path, String text) {
        files.put(new ProjectPath(path), text);
        return this;
    }

    Project andBinary(String path) {
        binaries.add(new ProjectPath(path));
        return this;
    }

    CheckReport report() {
        return new ProjectChecks().check(snapshot());
    }

    CheckReport report(Duration patience) {
        return new ProjectChecks(patience).check(snapshot());
    }

    CheckReport report(ProjectChecks checks) {
        return checks.check(snapshot());
    }

    private Snapshot snapshot() {
        return new Snapshot(1, files, binaries);
    }

    /** Each finding as {@code path:line check}, with {@code (warning)} behind warnings. */
    List<String> findings() {
        return report().findings().stream().map(Project::describe).toList();
    }

    private static String describe(Finding finding) {
        var severity = finding.severity() == Severity.WARNING ? " (warning)" : "";
        return "%s:%d %s%s".formatted(finding.path(), finding.line(), finding.check(), severity);
    }
}
