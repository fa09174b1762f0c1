package com.samokoder.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What an access token may be used for; in JSON with a colon, such as {@code projects:read}. */
public enum Scope {
    PROJECTS_READ,
    PROJECTS_WRITE,
    RUNS_WRITE,
    KEYS_READ,
    KEYS_WRITE,
    USAGE_READ,
    GATEWAY,
    GIT;

    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', ':');
    }

    public static Optional<Scope> ofWord(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word().equals(word)).findFirst();
    }
}
