package com.samokoder.auth.token;

import com.samokoder.auth.Scope;
import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/** Whose access token a request carries, and what it allows. */
public record RecognisedToken(
        UUID id, UserId user, Set<Scope> scopes, @Nullable Instant expiresAt) {}
