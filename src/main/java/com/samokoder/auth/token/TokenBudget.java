package com.samokoder.auth.token;

import com.fasterxml.jackson.annotation.JsonProperty;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotNull;

import java.math.BigDecimal;

/** How much an access token may spend on models. */
record TokenBudget(
        @NotNull @DecimalMin("0") @DecimalMax("1000000") @Digits(integer = 7, fraction = 9)
                BigDecimal limitUsd,
        @NotNull Period period) {

    /** When it begins anew, in UTC. */
    enum Period {
        @JsonProperty("day")
        DAY,
        @JsonProperty("month")
        MONTH,
        @JsonProperty("total")
        TOTAL
    }
}
