package com.samokoder.auth.jwt;

import java.time.Duration;
import java.util.Optional;

import javax.crypto.SecretKey;

/**
 * What a JWT must say to be one of ours.
 *
 * @param issuer the only {@code iss}
 * @param sharedSecret what signs with HS256, where anything may
 */
public record TokenPolicy(String issuer, Optional<SecretKey> sharedSecret) {
    /** Supabase's words, so that both kinds of installation speak of the same thing. */
    public static final String AUDIENCE = "authenticated";

    public static final String ROLE = "authenticated";
    public static final String ROLE_CLAIM = "role";
    public static final String SESSION_CLAIM = "session_id";
    public static final String EMAIL_CLAIM = "email";

    static final String ASSURANCE_CLAIM = "aal";
    static final String TWO_FACTORS = "aal2";

    /** Clocks may differ by this much; it is PostgREST's own allowance. */
    static final Duration SKEW = Duration.ofSeconds(30);

    public static final int LONGEST = 8192;
}
