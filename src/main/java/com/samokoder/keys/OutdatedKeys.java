package com.samokoder.keys;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** All users' keys that an older master key has sealed; for its rotation alone. */
@Component
class OutdatedKeys {
    private final Database database;

    OutdatedKeys(Database database) {
        this.database = database;
    }

    /** The next keys that another master key than this has sealed, by id. */
    List<SealedKey> list(String kekId, @Nullable UUID after, int limit) {
        return database.list(
                Caller.service(),
                "keys_outdated",
                Database.arguments("kek_id", kekId, "after", after, "limit", limit),
                SealedKey.class);
    }

    /** Swaps each key that is still as it was read; answers how many were. */
    int reseal(List<SealedKey.Resealed> keys) {
        return database.get(Caller.service(), "keys_reseal", Map.of("keys", keys), Swapped.class)
                .resealed();
    }

    record Swapped(int resealed) {}
}
