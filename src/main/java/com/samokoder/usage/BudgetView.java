package com.samokoder.usage;

import java.util.List;

/** A user's budgets as the API shows them; their version is the entity tag. */
record BudgetView(UnknownPrices unknownPrices, List<BudgetState> budgets) {

    static BudgetView of(BudgetList list) {
        return new BudgetView(list.unknownPrices(), list.budgets());
    }
}
