package com.samokoder.platform.database;

import com.samokoder.auth.UserId;
import com.samokoder.testing.TestSql;

import org.springframework.util.unit.DataSize;

import java.util.Objects;

/** The limit that the service has where nobody sets another, and users who have come near it. */
public final class StorageLimits {
    /** What each file of a version counts beside its content. */
    public static final int FILE = 256;

    private static final long BYTES = 1L << 30;

    private StorageLimits() {}

    static StorageProperties usual() {
        return new StorageProperties(DataSize.ofBytes(BYTES));
    }

    /** As though all but this much were full. */
    public static void leave(TestSql sql, UserId user, long room) {
        sql.asOwner(
                "insert into public.storage_use values (cast(? as uuid), cast(? as bigint))"
                        + " on conflict (user_id) do update set bytes = excluded.bytes",
                user,
                BYTES - room);
    }

    public static long used(TestSql sql, UserId user) {
        var bytes = sql.asUser(user, "select coalesce(sum(bytes), 0) from public.storage_use");
        return Long.parseLong(Objects.requireNonNull(bytes));
    }
}
