package com.samokoder.keys;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A user's keys. Reading runs as the user; the service alone reads and writes what is sealed. */
@Repository
class KeyRepository {
    private final Database database;

    KeyRepository(Database database) {
        this.database = database;
    }

    List<KeyRow> list(UserId owner) {
        return database.list(owner.caller(), "keys_list", Map.of(), KeyRow.class);
    }

    Optional<KeyRow> find(UserId owner, KeyId id) {
        return database.find(owner.caller(), "keys_find", Map.of("id", id.value()), KeyRow.class);
    }

    Written add(UserId owner, KeyId id, Fields key, Seal seal, int limit) {
        return database.get(
                Caller.service(),
                "keys_add",
                Database.arguments(
                        "user_id", owner.value(),
                        "id", id.value(),
                        "key", key,
                        "sealed", seal.sealed(),
                        "fingerprints", seal.fingerprints(),
                        "limit", limit),
                Written.class);
    }

    /**
     * @param version the version the caller has seen; null to change whatever is there
     */
    Written change(UserId owner, KeyId id, @Nullable Long version, Fields change, Seal seal) {
        return database.get(
                Caller.service(),
                "keys_change",
                Database.arguments(
                        "user_id", owner.value(),
                        "id", id.value(),
                        "version", version,
                        "change", change,
                        "sealed", seal.sealed(),
                        "fingerprints", seal.fingerprints()),
                Written.class);
    }

    void delete(UserId owner, KeyId id, @Nullable Long version) {
        database.call(
                Caller.service(),
                "keys_delete",
                Database.arguments("user_id", owner.value(), "id", id.value(), "version", version));
    }

    Optional<SealedKey> open(UserId owner, KeyId id) {
        return database.find(
                Caller.service(),
                "keys_open",
                Map.of("user_id", owner.value(), "id", id.value()),
                SealedKey.class);
    }

    /**
     * @param status null to leave it as it is
     */
    void observe(UserId owner, KeyId id, @Nullable String status, @Nullable String reason) {
        database.call(
                Caller.service(),
                "keys_observe",
                Database.arguments(
                        "user_id",
                        owner.value(),
                        "id",
                        id.value(),
                        "status",
                        status,
                        "reason",
                        reason));
    }

    /** What a user says about a key; in a change, null is what stays. */
    record Fields(
            @Nullable String provider,
            @Nullable String name,
            @Nullable String baseUrl,
            @Nullable Integer priority,
            @Nullable List<String> allowedModels) {}

    /** A key sealed, and every mark by which it may already be here. */
    record Seal(SealedKey.@Nullable Written sealed, List<String> fingerprints) {
        static final Seal NONE = new Seal(null, List.of());
    }

    /**
     * @param outcome {@code added}, {@code changed}, {@code duplicate} or {@code too_many}
     */
    record Written(String outcome, @Nullable KeyRow key) {}
}
