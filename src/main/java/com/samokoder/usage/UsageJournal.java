package com.samokoder.usage;

import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Money going out and rows coming in, of many users in one call; each entry names its owner. */
@Repository
final class UsageJournal {
    private static final long TTL_SECONDS = Purse.LIFETIME.toSeconds();

    private final Database database;

    UsageJournal(Database database) {
        this.database = database;
    }

    List<BudgetAnswer> reserve(List<BudgetWant> wants) {
        return database.list(
                Caller.service(),
                "budget_reserve",
                Map.of("wants", wants, "ttl_seconds", TTL_SECONDS),
                BudgetAnswer.class);
    }

    List<Boolean> settle(List<Settlement> entries) {
        database.call(Caller.service(), "usage_settle", Map.of("entries", entries));
        return entries.stream().map(_ -> Boolean.TRUE).toList();
    }

    void renew(List<UUID> purses) {
        database.call(
                Caller.service(),
                "budget_renew",
                Map.of("purses", purses, "ttl_seconds", TTL_SECONDS));
    }
}
