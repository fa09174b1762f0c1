package com.samokoder.gateway;

import com.samokoder.llm.ChatModel;
import com.samokoder.llm.TokenCounting;
import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.RunPayers;
import com.samokoder.usage.UsageLedger;

import org.springframework.stereotype.Component;

import java.time.Clock;

/** Puts the budget and the meter around a model. */
@Component
class Metering {
    private final BudgetGuard budgets;
    private final UsageLedger ledger;
    private final RunPayers payers;
    private final TokenCounting tokens;
    private final Clock clock;

    Metering(
            BudgetGuard budgets,
            UsageLedger ledger,
            RunPayers payers,
            TokenCounting tokens,
            Clock clock) {
        this.budgets = budgets;
        this.ledger = ledger;
        this.payers = payers;
        this.tokens = tokens;
        this.clock = clock;
    }

    ChatModel metered(ChatModel model, ModelWish wish, Route route) {
        var key = route.key();
        var keyId = key == null ? null : key.id().value();
        var guard =
                wish.runId() == null
                        ? budgets
                        : new RunBudgets(budgets, payers, wish.runId(), clock);
        return new MeteredModel(model, new Bookkeeping(guard, ledger, wish, keyId), tokens, clock);
    }
}
