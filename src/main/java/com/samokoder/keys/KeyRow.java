package com.samokoder.keys;

import com.samokoder.keys.KeyVault.StoredKey;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A key as the database shows it to its owner: everything but the key. */
record KeyRow(
        UUID id,
        UUID userId,
        String provider,
        String name,
        @Nullable String baseUrl,
        int priority,
        List<String> allowedModels,
        String status,
        @Nullable String statusReason,
        @Nullable Instant checkedAt,
        @Nullable Instant lastUsedAt,
        long version,
        @Nullable String lastFour,
        Instant createdAt,
        Instant updatedAt) {

    StoredKey stored() {
        return new StoredKey(new KeyId(id), provider, name, priority, allowedModels, status);
    }

    /** The same key, without a status that has passed since it was seen. */
    StoredKey stored(Instant now) {
        var lasting = KeyStatus.lasts(status, checkedAt, now) ? status : KeyStatus.UNKNOWN;
        return new StoredKey(new KeyId(id), provider, name, priority, allowedModels, lasting);
    }
}
