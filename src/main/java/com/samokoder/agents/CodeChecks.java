package com.samokoder.agents;

import com.samokoder.files.FileChange;
import com.samokoder.files.ProjectPath;
import com.samokoder.files.Snapshot;
import com.samokoder.files.checks.CheckReport;
import com.samokoder.files.checks.Finding;
import com.samokoder.files.checks.ProjectChecks;
import com.samokoder.files.checks.Severity;

import org.springframework.stereotype.Component;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Runs the checks on what a step makes of the files, and tells which of the mistakes are the step's
 * own: not those that were there before, and not that a file is missing which another task of the
 * plan has yet to write.
 */
@Component
class CodeChecks {
    /** Checks that look at more than one file, so that an unfinished plan fails them. */
    private static final Set<String> ACROSS_FILES =
            Set.of(Finding.IMPORT_UNRESOLVED, Finding.PACKAGE_MISSING, Finding.PACKAGE_UNUSED);

    private final ProjectChecks checks;

    CodeChecks(ProjectChecks checks) {
        this.checks = checks;
    }

    /**
     * @param report on all files
     * @param mistakes the errors that the step has to answer for
     */
    record Checked(CheckReport report, List<Finding> mistakes) {
        List<String> files() {
            return mistakes.stream().map(finding -> finding.path().value()).distinct().toList();
        }
    }

    /**
     * A comment that stands for code in a file's new text, and did not in the one before: the code
     * is lost once the text is saved.
     */
    Optional<String> gap(ProjectPath path, String before, String after) {
        var old = before.lines().map(String::strip).collect(Collectors.toSet());
        var lines = after.lines().toList();
        return checks.check(new Snapshot(0, new TreeMap<>(Map.of(path, after)))).findings().stream()
                .filter(found -> found.check().equals(Finding.PLACEHOLDER))
                .filter(found -> found.severity() == Severity.ERROR && found.line() > 0)
                .map(found -> lines.get(Math.min(found.line(), lines.size()) - 1).strip())
                .filter(line -> !old.contains(line))
                .findFirst();
    }

    /** After a step that changed files. */
    Checked changed(Assignment assignment, List<FileChange> changes) {
        var before = assignment.files();
        var after = before.with(changes);
        var report = checks.check(after);
        assignment.listener().checked(report);
        var errors = errors(report, after, assignment.state());
        var old = errors.isEmpty() ? Set.<String>of() : known(checks.check(before));
        return new Checked(
                report, errors.stream().filter(error -> !old.contains(known(error))).toList());
    }

    /** As the files are, for the errors in some of them. */
    Checked standing(Assignment assignment, Collection<String> files) {
        return answering(assignment, assignment.files(), files);
    }

    /** After a repair, for the errors in the files that were repaired. */
    Checked repaired(Assignment assignment, List<FileChange> changes, Collection<String> files) {
        var all = new HashSet<>(files);
        changes.forEach(change -> all.add(change.path().value()));
        var checked = answering(assignment, assignment.files().with(changes), all);
        assignment.listener().checked(checked.report());
        return checked;
    }

    /** As the files are, for all errors. */
    Checked whole(Assignment assignment) {
        var report = checks.check(assignment.files());
        return new Checked(report, errors(report, assignment.files(), assignment.state()));
    }

    private Checked answering(
            Assignment assignment, Snapshot files, Collection<String> answerable) {
        var report = checks.check(files);
        return new Checked(
                report,
                errors(report, files, assignment.state()).stream()
                        .filter(error -> answerable.contains(error.path().value()))
                        .toList());
    }

    private List<Finding> errors(CheckReport report, Snapshot files, PipelineState state) {
        var errors =
                report.findings().stream()
                        .filter(finding -> finding.severity() == Severity.ERROR)
                        .filter(finding -> !files.locks().cover(finding.path()))
                        .toList();
        var awaited = awaited(files, state);
        boolean across = errors.stream().anyMatch(error -> ACROSS_FILES.contains(error.check()));
        return awaited.isEmpty() || !across ? errors : real(errors, files, awaited);
    }

    /** Those that remain when the awaited files are thought to be there. */
    private List<Finding> real(List<Finding> errors, Snapshot files, Set<ProjectPath> awaited) {
        var texts = new TreeMap<>(files.files());
        awaited.forEach(path -> texts.put(path, ""));
        var thought =
                checks.check(
                        new Snapshot(
                                files.version(),
                                texts,
                                files.binaries(),
                                files.summaries(),
                                files.locks()));
        var kept = known(thought);
        boolean manifest = awaited.stream().anyMatch(CodeChecks::isManifest);
        return errors.stream()
                .filter(error ->
                        !ACROSS_FILES.contains(error.check())
                                || (kept.contains(known(error))
                                        && (!manifest
                                                || error.check()
                                                        .equals(Finding.IMPORT_UNRESOLVED))))
                .toList();
    }

    /** What the plan's open tasks have yet to write. */
    private static Set<ProjectPath> awaited(Snapshot files, PipelineState state) {
        if (state.plan() == null || state.built()) {
            return Set.of();
        }
        return state.plan().tasks().stream()
                .flatMap(task -> task.files().stream())
                .map(ProjectPath::new)
                .filter(path -> !files.files().containsKey(path))
                .collect(Collectors.toSet());
    }

    private static boolean isManifest(ProjectPath path) {
        var name = path.value().substring(path.value().lastIndexOf('/') + 1);
        return name.equals("package.json")
                || name.equals("pyproject.toml")
                || name.startsWith("requirements");
    }

    private static Set<String> known(CheckReport report) {
        return report.findings().stream().map(CodeChecks::known).collect(Collectors.toSet());
    }

    /** A finding without its line, which moves when lines above it come and go. */
    private static String known(Finding finding) {
        return finding.path() + "\n" + finding.check() + "\n" + finding.message();
    }
}
