package com.samokoder.platform.environment;

import java.util.List;

/** The service cannot start with these settings. */
final class WrongSettings extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    WrongSettings(List<String> problems) {
        super("The settings do not allow a start: " + String.join("; ", problems));
        this.problems = List.copyOf(problems);
    }

    List<String> problems() {
        return problems;
    }
}
