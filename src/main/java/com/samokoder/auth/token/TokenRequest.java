package com.samokoder.auth.token;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/**
 * A request for an access token.
 *
 * @param scopes words such as {@code projects:read}
 * @param budget what it may spend; null for as much as its owner
 * @param expiresAt null for a token that counts until it is revoked
 */
record TokenRequest(
        @NotBlank @Size(max = 100) String name,
        @NotEmpty @Size(max = 20) List<@NotNull String> scopes,
        @Nullable Instant expiresAt,
        @Nullable @Valid TokenBudget budget) {}
