package com.samokoder.runs;

import com.samokoder.files.checks.CheckReport;
import com.samokoder.files.checks.Finding;
import com.samokoder.files.checks.Severity;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What the checks say of a version, as it is kept.
 *
 * @param findings the first hundred
 */
record CheckVerdict(boolean verified, int errors, int warnings, List<Entry> findings) {
    private static final int MOST = 100;

    /** As many as an event tells; the version has the others. */
    private static final int TOLD = 20;

    record Entry(String path, int line, String check, String severity, String message) {
        private static Entry of(Finding finding) {
            return new Entry(
                    finding.path().value(),
                    finding.line(),
                    finding.check(),
                    finding.severity().name().toLowerCase(Locale.ROOT),
                    finding.message());
        }
    }

    static CheckVerdict of(CheckReport report) {
        var findings = report.findings();
        int errors =
                (int)
                        findings.stream()
                                .filter(finding -> finding.severity() == Severity.ERROR)
                                .count();
        return new CheckVerdict(
                report.verified(),
                errors,
                findings.size() - errors,
                findings.stream().limit(MOST).map(Entry::of).toList());
    }

    Map<String, Object> event() {
        return Map.of(
                "verified", verified,
                "errors", errors,
                "warnings", warnings,
                "findings", findings.stream().limit(TOLD).toList());
    }
}
