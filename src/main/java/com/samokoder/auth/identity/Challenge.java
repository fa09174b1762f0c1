package com.samokoder.auth.identity;

import java.time.Instant;
import java.util.UUID;

/** An invitation to show a factor's code. */
public record Challenge(UUID challengeId, Instant expiresAt) {}
