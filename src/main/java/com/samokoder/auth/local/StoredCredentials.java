package com.samokoder.auth.local;

import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.Identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;

/** A user's row: who it is, and the hash that a password is compared with. */
record StoredCredentials(UUID id, String email, Instant createdAt, @Nullable String passwordHash) {

    Identity identity() {
        return new Identity(new UserId(id), email, createdAt, null);
    }

    /** Of a user whose password has just been checked. */
    String requirePasswordHash() {
        return Objects.requireNonNull(passwordHash);
    }

    @Override
    public String toString() {
        return "StoredCredentials[" + id + "]";
    }
}
