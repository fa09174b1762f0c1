package com.samokoder.files.checks;

import com.samokoder.files.ProjectPath;

import java.util.ArrayList;
import java.util.List;

/** What reading one file brought to light; filled by one reader on one thread. */
final class Outline {
    /** A file that is broken in more places needs a look as a whole anyway. */
    private static final int MOST_FINDINGS = 20;

    private final SourceText source;
    private final List<Finding> findings = new ArrayList<>();
    private final List<Reference> references = new ArrayList<>();
    private final List<Comment> comments = new ArrayList<>();
    private boolean incomplete;

    Outline(SourceText source) {
        this.source = source;
    }

    /** One that can be added to without changing this one. */
    Outline copy() {
        var copy = new Outline(source);
        copy.findings.addAll(findings);
        copy.references.addAll(references);
        copy.comments.addAll(comments);
        copy.incomplete = incomplete;
        return copy;
    }

    /** Notes that there was no time, so that another reading may bring more to light. */
    void interrupt() {
        incomplete = true;
    }

    boolean isIncomplete() {
        return incomplete;
    }

    ProjectPath path() {
        return source.path();
    }

    SourceText source() {
        return source;
    }

    void error(int line, String check, String message) {
        add(line, check, Severity.ERROR, message);
    }

    void warn(int line, String check, String message) {
        add(line, check, Severity.WARNING, message);
    }

    private void add(int line, String check, Severity severity, String message) {
        if (findings.size() < MOST_FINDINGS) {
            findings.add(new Finding(path(), line, check, severity, message));
        }
    }

    void refer(Reference reference) {
        references.add(reference);
    }

    void comment(int line, String text) {
        comments.add(new Comment(line, text));
    }

    List<Finding> findings() {
        return findings;
    }

    List<Reference> references() {
        return references;
    }

    List<Comment> comments() {
        return comments;
    }
}
