package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.time.Duration;

class RunLimitsTests {
    private final RunUse use =
            new RunUse(3, 1_000, new BigDecimal("0.50"), Duration.ofSeconds(150));

    @Test
    void noLimitIsNeverReached() {
        assertThat(RunLimits.none().reachedBy(use)).isEmpty();
    }

    @Test
    void eachLimitCountsByItself() {
        assertThat(new RunLimits(null, null, null, 3).reachedBy(use)).contains("steps");
        assertThat(new RunLimits(null, null, null, 4).reachedBy(use)).isEmpty();
        assertThat(new RunLimits(null, 1_000L, null, null).reachedBy(use)).contains("tokens");
        assertThat(new RunLimits(null, 1_001L, null, null).reachedBy(use)).isEmpty();
        assertThat(new RunLimits(null, null, 2, null).reachedBy(use)).contains("minutes");
        assertThat(new RunLimits(null, null, 3, null).reachedBy(use)).isEmpty();
        assertThat(new RunLimits(new BigDecimal("0.5"), null, null, null).reachedBy(use))
                .contains("cost_usd");
        assertThat(new RunLimits(new BigDecimal("0.51"), null, null, null).reachedBy(use))
                .isEmpty();
    }

    @Test
    void aStepOfUnknownPriceCostsNothing() {
        var more = use.plus(new Spent(10, 20, null));

        assertThat(more).isEqualTo(new RunUse(4, 1_030, use.costUsd(), use.worked()));
    }
}
