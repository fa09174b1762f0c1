package com.samokoder.usage;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.Locale;

/** Whose calls a budget limits. */
public enum BudgetScope {
    @JsonProperty("user")
    USER,
    @JsonProperty("project")
    PROJECT,
    @JsonProperty("token")
    TOKEN;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
