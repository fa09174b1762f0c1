package com.samokoder.files.checks;

import java.util.List;

/**
 * What the checks of one version found.
 *
 * @param verified whether no finding is an error
 * @param findings by path and line
 */
public record CheckReport(boolean verified, List<Finding> findings) {
    public CheckReport {
        findings = List.copyOf(findings);
    }

    static CheckReport of(List<Finding> findings) {
        return new CheckReport(
                findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR),
                findings.stream().sorted().distinct().toList());
    }
}
