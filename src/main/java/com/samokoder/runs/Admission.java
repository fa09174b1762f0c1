package com.samokoder.runs;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.LiveCredentials;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A reader's right to a stream, looked at again every now and then. */
final class Admission {
    private static final Duration LOOKED_AT_AFTER = Duration.ofSeconds(15);

    private final LiveCredentials credentials;
    private final CurrentUser reader;
    private final Clock clock;
    private Instant nextLook;

    Admission(LiveCredentials credentials, CurrentUser reader, Clock clock) {
        this.credentials = credentials;
        this.reader = reader;
        this.clock = clock;
        this.nextLook = clock.instant().plus(LOOKED_AT_AFTER);
    }

    /** Whether the reader's session or access token counted when it was last looked at. */
    boolean holds() {
        var now = clock.instant();
        if (now.isBefore(nextLook)) {
            return true;
        }
        nextLook = now.plus(LOOKED_AT_AFTER);
        return credentials.stillCount(reader);
    }
}
