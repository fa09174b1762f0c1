package com.samokoder.auth.identity;

import com.samokoder.auth.UserId;

import java.time.Instant;

/** A user as the identity provider knows them. */
public record Identity(UserId id, String email, Instant createdAt) {}
