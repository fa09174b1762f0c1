package com.samokoder.keys;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A key as the API shows it.
 *
 * @param lastFour null where the provider needs no key
 * @param statusReason the error code of the last check or call, where it failed
 */
record KeyView(
        UUID id,
        String provider,
        String name,
        @Nullable String baseUrl,
        int priority,
        List<String> allowedModels,
        @Nullable String lastFour,
        String status,
        @Nullable String statusReason,
        @Nullable Instant checkedAt,
        @Nullable Instant lastUsedAt,
        Instant createdAt,
        Instant updatedAt) {

    static KeyView of(KeyRow row) {
        return new KeyView(
                row.id(),
                row.provider(),
                row.name(),
                row.baseUrl(),
                row.priority(),
                row.allowedModels(),
                row.lastFour(),
                row.status(),
                row.statusReason(),
                row.checkedAt(),
                row.lastUsedAt(),
                row.createdAt(),
                row.updatedAt());
    }
}
