package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

/** The ledger's rows, as their owner reads them. */
@Repository
class UsageRepository {
    private final Database database;

    UsageRepository(Database database) {
        this.database = database;
    }

    /**
     * @param after the group after which the page starts; null for the first page
     */
    UsageSums sums(UserId user, UsageQuery query, int limit, @Nullable String after) {
        return database.get(
                user.caller(),
                "usage_summary",
                Database.arguments(
                        "from", query.from(),
                        "to", query.to(),
                        "group_by", query.groupBy().word(),
                        "after", after,
                        "limit", limit),
                UsageSums.class);
    }
}
