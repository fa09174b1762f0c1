package com.samokoder.files.checks;

import com.samokoder.files.Snapshot;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Semaphore;

/**
 * Checks the files of a version without running them. The same files give the same report, but for
 * parsers that run out of time: a file may take one second, a project ten, and what was not parsed
 * is said in a warning.
 *
 * <p>What is not detected:
 *
 * <ul>
 *   <li>anything that needs types or running: unknown names, wrong arguments, a name that the
 *       imported module does not export, duplicate declarations;
 *   <li>mistakes that a grammar allows and a compiler refuses, such as {@code const x;} or {@code
 *       await} outside of an asynchronous function;
 *   <li>the order of tags in pages with template directives ({@code {%}, {@code <%}, {@code {{#}),
 *       the markup of Vue and Svelte components, YAML with templates in it, and every language that
 *       is not listed in {@link FileKind};
 *   <li>imports whose target is computed, goes through an alias of a bundler, or lies in a folder
 *       that a build writes;
 *   <li>packages of Java but for a few well-known ones, those of other languages than that,
 *       JavaScript and Python, versions of packages, and packages that do not exist;
 *   <li>secrets without a known form, outside of {@code .env} files.
 * </ul>
 */
@Component
public class ProjectChecks {
    /** Syntax trees take much memory, and their making all of a processor. */
    private static final Semaphore AT_ONCE = new Semaphore(2);

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final Duration patience;
    private final Readings readings = new Readings();

    public ProjectChecks() {
        this(LONGEST);
    }

    ProjectChecks(Duration patience) {
        this.patience = patience;
    }

    /** The findings in one version. */
    public CheckReport check(Snapshot version) {
        AT_ONCE.acquireUninterruptibly();
        try {
            return checkNow(version);
        } finally {
            AT_ONCE.release();
        }
    }

    private CheckReport checkNow(Snapshot version) {
        var reading = new FileReading(new Patience(patience));
        var outlines = new ArrayList<Outline>();
        for (var file : version.files().entrySet()) {
            outlines.add(readings.read(SourceText.of(file.getKey(), file.getValue()), reading));
        }
        ProjectReferences.check(version, outlines);
        return CheckReport.of(
                outlines.stream().flatMap(outline -> outline.findings().stream()).toList());
    }
}
