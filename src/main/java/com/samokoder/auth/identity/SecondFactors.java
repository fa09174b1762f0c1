package com.samokoder.auth.identity;

import com.samokoder.auth.CurrentUser;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * Time-based one-time passwords beside the password. Once a factor is verified, sessions that were
 * opened without it open nothing but the way to it.
 */
public interface SecondFactors {
    List<SecondFactor> list(CurrentUser user);

    /** Begins a factor; it counts once it was verified. */
    Enrolment enrol(CurrentUser user, @Nullable String name);

    Challenge challenge(CurrentUser user, UUID factor);

    /** Exchanges a code for a session with two factors; the tokens of the old one stop counting. */
    Session verify(CurrentUser user, UUID factor, SecondFactorCode code);

    void remove(CurrentUser user, UUID factor);
}
