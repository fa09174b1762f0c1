package com.samokoder.auth.supabase;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.samokoder.auth.UserId;
import com.samokoder.auth.identity.Identity;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A user in Supabase Auth's words. What users may write themselves decides nothing. */
@JsonIgnoreProperties(ignoreUnknown = true)
record AuthUser(
        UUID id,
        @Nullable String email,
        OffsetDateTime createdAt,
        @Nullable OffsetDateTime bannedUntil,
        @Nullable Map<String, @Nullable Object> userMetadata,
        @Nullable List<Factor> factors) {
    private static final int LONGEST_NAME = 200;

    /** A second factor. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Factor(
            UUID id,
            String status,
            @Nullable String friendlyName,
            @Nullable String factorType,
            @Nullable OffsetDateTime createdAt) {
        boolean verified() {
            return status.equals("verified");
        }
    }

    Identity identity() {
        return new Identity(
                new UserId(id), email == null ? "" : email, createdAt.toInstant(), fullName());
    }

    private @Nullable String fullName() {
        var name = userMetadata == null ? null : userMetadata.get("full_name");
        return name instanceof String text && !text.isBlank() && text.length() <= LONGEST_NAME
                ? text
                : null;
    }

    List<Factor> secondFactors() {
        return factors == null ? List.of() : factors;
    }

    boolean hasSecondFactor() {
        return secondFactors().stream().anyMatch(Factor::verified);
    }

    boolean bannedAt(Instant now) {
        return bannedUntil != null && now.isBefore(bannedUntil.toInstant());
    }

    @Override
    public String toString() {
        return "AuthUser[" + id + "]";
    }
}
