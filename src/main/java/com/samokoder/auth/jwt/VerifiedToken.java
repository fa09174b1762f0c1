package com.samokoder.auth.jwt;

import com.samokoder.auth.UserId;

import java.time.Instant;
import java.util.UUID;

/**
 * What a JWT said, after everything about it was checked.
 *
 * @param secondFactor whether the session was opened with a second factor
 */
public record VerifiedToken(
        UserId user, UUID session, String email, Instant expiresAt, boolean secondFactor) {}
