package com.samokoder.auth.identity;

import com.samokoder.auth.UserId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A user as the identity provider knows them.
 *
 * @param fullName the name given at registration, where the provider keeps it; it counts until the
 *     profile says something else
 */
public record Identity(UserId id, String email, Instant createdAt, @Nullable String fullName) {}
