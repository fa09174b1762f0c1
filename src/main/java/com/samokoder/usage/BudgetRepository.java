package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.platform.database.Caller;
import com.samokoder.platform.database.Database;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The limits that users set. */
@Repository
class BudgetRepository {
    private final Database database;

    BudgetRepository(Database database) {
        this.database = database;
    }

    BudgetList list(UserId user) {
        return database.get(user.caller(), "budget_list", Map.of(), BudgetList.class);
    }

    /** {@code version_conflict} where the version is another, {@code conflict} for a stranger's. */
    BudgetList replace(UserId user, BudgetPlan plan, @Nullable Long version) {
        return database.get(
                Caller.service(),
                "budget_replace",
                Database.arguments(
                        "user_id",
                        user.value(),
                        "budgets",
                        plan.budgets(),
                        "unknown_prices",
                        plan.unknownPrices() == null ? null : plan.unknownPrices().word(),
                        "version",
                        version),
                BudgetList.class);
    }

    TokenSpending ofToken(UserId user, UUID accessTokenId) {
        return database.get(
                user.caller(),
                "usage_of_token",
                Map.of("access_token_id", accessTokenId),
                TokenSpending.class);
    }

    /** Which of them are not this user's, or gone. */
    List<UUID> strangers(UserId user, Set<UUID> projects, Set<UUID> accessTokens) {
        return database.list(
                user.caller(),
                "budget_strangers",
                Map.of("projects", projects, "access_tokens", accessTokens),
                UUID.class);
    }
}
