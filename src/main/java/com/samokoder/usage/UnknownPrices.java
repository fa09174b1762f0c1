package com.samokoder.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Locale;

/** What becomes of calls whose price nobody knows. */
enum UnknownPrices {
    /** They are made, and counted as unknown. */
    @JsonProperty("allow")
    ALLOW,
    @JsonProperty("refuse")
    REFUSE,
    /** Refused where a budget applies, which could not be kept otherwise. */
    @JsonProperty("refuse_under_budget")
    REFUSE_UNDER_BUDGET;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean refuse(boolean governed) {
        return this == REFUSE || governed && this == REFUSE_UNDER_BUDGET;
    }
}
