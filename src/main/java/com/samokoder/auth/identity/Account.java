package com.samokoder.auth.identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.UUID;

/** A user's own view of the account. */
record Account(
        UUID id,
        String email,
        @Nullable String fullName,
        String language,
        @Nullable String defaultProvider,
        @Nullable String defaultModel,
        boolean admin,
        Instant createdAt) {

    static Account of(Identity identity, Profile profile, boolean admin) {
        return new Account(
                identity.id().value(),
                identity.email(),
                profile.touched() ? profile.fullName() : identity.fullName(),
                profile.language(),
                profile.defaultProvider(),
                profile.defaultModel(),
                admin,
                identity.createdAt());
    }
}
