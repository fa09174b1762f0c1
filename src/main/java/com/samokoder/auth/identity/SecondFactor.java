package com.samokoder.auth.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/**
 * A second factor of a user.
 *
 * @param verified whether it counts already
 */
public record SecondFactor(
        UUID id,
        String type,
        @Nullable String name,
        boolean verified,
        @Nullable Instant createdAt) {}
