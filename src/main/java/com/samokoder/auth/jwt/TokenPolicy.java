package com.samokoder.auth.jwt;

import java.time.Duration;

/**
 * What a JWT must say to be one of ours.
 *
 * @param issuer the only {@code iss}
 */
public record TokenPolicy(String issuer) {
    /** Supabase's words, so that both kinds of installation speak of the same thing. */
    public static final String AUDIENCE = "authenticated";

    public static final String ROLE = "authenticated";
    public static final String ROLE_CLAIM = "role";
    public static final String SESSION_CLAIM = "session_id";
    public static final String EMAIL_CLAIM = "email";

    /** Clocks may differ by this much; it is PostgREST's own allowance. */
    static final Duration SKEW = Duration.ofSeconds(30);

    static final int LONGEST = 8192;
}
