package com.samokoder.platform.environment;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

import java.util.stream.Collectors;

/** Prints wrong settings as a list instead of a stack trace. */
final class WrongSettingsAnalyzer extends AbstractFailureAnalyzer<WrongSettings> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, WrongSettings cause) {
        var list =
                cause.problems().stream()
                        .map(problem -> "  - " + problem)
                        .collect(Collectors.joining("\n"));
        return new FailureAnalysis(
                "Samokoder does not start with these settings:\n\n" + list,
                "Set the variables named above (.env.example explains each of them) and start again.",
                cause);
    }
}
