package com.samokoder.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Locale;

/** When a budget begins anew: with the day or the month of UTC, or never. */
public enum BudgetPeriod {
    @JsonProperty("day")
    DAY,
    @JsonProperty("month")
    MONTH,
    @JsonProperty("total")
    TOTAL;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
