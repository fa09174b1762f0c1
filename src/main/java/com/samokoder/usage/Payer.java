package com.samokoder.usage;

import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/** Whose budgets a call counts in: the user's own, the project's and the access token's. */
public record Payer(UserId user, @Nullable UUID projectId, @Nullable UUID accessTokenId) {}
