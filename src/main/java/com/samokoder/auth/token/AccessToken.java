package com.samokoder.auth.token;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An access token as its owner sees it after the day it was made. */
record AccessToken(
        UUID id,
        String name,
        String publicId,
        List<String> scopes,
        Instant createdAt,
        @Nullable Instant expiresAt,
        @Nullable Instant lastUsedAt,
        List<TokenBudget> budgets) {}
