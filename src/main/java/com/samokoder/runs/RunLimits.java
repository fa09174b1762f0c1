package com.samokoder.runs;

import com.fasterxml.jackson.annotation.JsonFormat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.Optional;

/** What a run may use up before it pauses; null where it may go on. Checked before each call. */
record RunLimits(
        @JsonFormat(shape = JsonFormat.Shape.STRING)
                @Nullable
                @Positive(message = "field.not_positive")
                @Digits(integer = 9, fraction = 6, message = "field.money_digits")
                @DecimalMax("100000")
                BigDecimal costUsd,
        @Nullable @Min(1) @Max(1_000_000_000_000L) Long tokens,
        @Nullable @Min(1) @Max(100_000) Integer minutes,
        @Nullable @Min(1) @Max(10_000) Integer steps) {

    static RunLimits none() {
        return new RunLimits(null, null, null, null);
    }

    /** The first of them that is used up, as it is called in the API. */
    Optional<String> reachedBy(RunUse use) {
        if (costUsd != null && use.costUsd().compareTo(costUsd) >= 0) {
            return Optional.of("cost_usd");
        }
        if (tokens != null && use.tokens() >= tokens) {
            return Optional.of("tokens");
        }
        if (minutes != null && use.worked().toMinutes() >= minutes) {
            return Optional.of("minutes");
        }
        return steps != null && use.steps() >= steps ? Optional.of("steps") : Optional.empty();
    }
}
