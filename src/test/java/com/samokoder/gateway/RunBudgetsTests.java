package com.samokoder.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;
import com.samokoder.usage.BudgetGuard;
import com.samokoder.usage.Estimate;
import com.samokoder.usage.Payer;
import com.samokoder.usage.Reservation;
import com.samokoder.usage.RunPayers;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.UUID;

/** Whose budget a run's calls count in, and for how long that is believed. */
class RunBudgetsTests implements BudgetGuard, RunPayers {
    private static final UUID RUN = new UUID(1, 1);
    private static final UUID MACHINE = new UUID(2, 2);
    private static final UUID OTHER = new UUID(3, 3);

    private @Nullable UUID token = MACHINE;
    private boolean revoked;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    @Test
    void aPayerIsAskedForAgainAfterFiveSeconds() {
        var step = step();
        assertThat(payerOf(step)).isEqualTo(MACHINE);
        token = OTHER;
        now = now.plusSeconds(4);
        assertThat(payerOf(step)).isEqualTo(MACHINE);
        now = now.plusSeconds(1);
        assertThat(payerOf(step)).isEqualTo(OTHER);
    }

    @Test
    void whoResumesARunPaysFromTheNextStepOn() {
        assertThat(payerOf(step())).isEqualTo(MACHINE);
        token = null;
        assertThat(payerOf(step())).isNull();
    }

    @Test
    void aRefusalIsNotRemembered() {
        var step = step();
        revoked = true;
        assertThatThrownBy(() -> payerOf(step)).isInstanceOf(ApiException.class);
        revoked = false;
        token = null;
        assertThat(payerOf(step)).isNull();
    }

    private RunBudgets step() {
        return new RunBudgets(this, this, RUN, new SetClock());
    }

    private static @Nullable UUID payerOf(RunBudgets step) {
        var owner = new Payer(new UserId(new UUID(9, 9)), null, null);
        var estimate = Estimate.unstated(new ModelId("openai", "any"), 1);
        return step.reserve(owner, estimate).payer().accessTokenId();
    }

    @Override
    public Reservation reserve(Payer payer, Estimate estimate) {
        return Reservation.unlimited(new UUID(4, 4), payer);
    }

    @Override
    public void release(Reservation reservation) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void set(UserId user, UUID run, UUID accessTokenId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable UUID accessTokenOf(UserId user, UUID run) {
        assertThat(run).isEqualTo(RUN);
        if (revoked) {
            throw ApiException.of(ErrorCode.BUDGET_EXCEEDED);
        }
        return token;
    }

    private final class SetClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
