package com.samokoder.agents;

import java.util.Locale;

/** The crew. */
public enum AgentName {
    SPEC_WRITER,
    ARCHITECT,
    TECH_LEAD,
    DEVELOPER,
    REVIEWER,
    TROUBLESHOOTER,
    TECH_WRITER,
    ASSISTANT;

    /** As in the API: {@code spec_writer}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
