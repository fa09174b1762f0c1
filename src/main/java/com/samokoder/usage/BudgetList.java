package com.samokoder.usage;

import java.util.List;

/** A user's budgets and where they stand, as the database tells it. */
record BudgetList(long version, UnknownPrices unknownPrices, List<BudgetState> budgets) {}
