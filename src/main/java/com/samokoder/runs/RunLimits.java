package com.samokoder.runs;

import com.fasterxml.jackson.annotation.JsonFormat;

import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** What a run may use up before it pauses; null where it may go on. Checked before each step. */
record RunLimits(
        @JsonFormat(shape = JsonFormat.Shape.STRING)
                @Nullable
                @Positive
                @Digits(integer = 9, fraction = 6)
                @DecimalMax("100000")
                BigDecimal costUsd,
        @Nullable @Min(1) @Max(1_000_000_000_000L) Long tokens,
        @Nullable @Min(1) @Max(100_000) Integer minutes,
        @Nullable @Min(1) @Max(10_000) Integer steps) {

    static RunLimits none() {
        return new RunLimits(null, null, null, null);
    }

    /** Whether one of them is used up. */
    boolean reachedBy(RunUse use) {
        return (costUsd != null && use.costUsd().compareTo(costUsd) >= 0)
                || (tokens != null && use.tokens() >= tokens)
                || (minutes != null && use.worked().toMinutes() >= minutes)
                || (steps != null && use.steps() >= steps);
    }
}
