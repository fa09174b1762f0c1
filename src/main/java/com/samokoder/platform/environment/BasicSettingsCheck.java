package com.samokoder.platform.environment;

import org.springframework.core.env.Environment;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The variables that belong to no single part. */
final class BasicSettingsCheck implements SettingsCheck {
    private static final Set<String> LEVELS =
            Set.of("trace", "debug", "info", "warn", "error", "off");

    @Override
    public List<String> problems(Environment environment, Installation installation) {
        var problems = new ArrayList<String>();
        var debug = environment.getProperty("debug", "false");
        if (installation.production() && !debug.isBlank() && !debug.equalsIgnoreCase("false")) {
            problems.add(
                    "DEBUG is on in production, where it would log more than anybody may read:"
                            + " unset it, or set ENVIRONMENT=development on your own machine");
        }
        var level = environment.getProperty("logging.level.root", "info");
        if (!LEVELS.contains(level.strip().toLowerCase(Locale.ROOT))) {
            problems.add("LOG_LEVEL must be one of trace, debug, info, warn, error, off");
        }
        number(environment, "server.port", "PORT", 0, 65_535, problems);
        number(environment, "samokoder.rate-limit.per-minute", "RATE_LIMIT_PER_MINUTE", problems);
        number(environment, "samokoder.rate-limit.per-hour", "RATE_LIMIT_PER_HOUR", problems);
        // The database itself deletes nothing of the audit log that is younger than a month.
        number(
                environment,
                "samokoder.audit.retention-days",
                "SAMOKODER_AUDIT_RETENTION_DAYS",
                30,
                3_650,
                problems);
        return problems;
    }

    private static void number(
            Environment environment, String property, String variable, List<String> problems) {
        number(environment, property, variable, 1, Integer.MAX_VALUE, problems);
    }

    private static void number(
            Environment environment,
            String property,
            String variable,
            int least,
            int most,
            List<String> problems) {
        var text = environment.getProperty(property, "").strip();
        if (text.isEmpty()) {
            return;
        }
        boolean digits = text.length() <= 10 && text.chars().allMatch(Character::isDigit);
        if (!digits || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            problems.add(variable + " must be a whole number from " + least + " to " + most);
        }
    }
}
