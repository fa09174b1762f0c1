package com.samokoder.gateway.surface;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.UUID;

class CallSlotsTests {
    private static final UserId ANN = new UserId(new UUID(0, 1));
    private static final UserId BOB = new UserId(new UUID(0, 2));

    private final CallSlots slots =
            new CallSlots(
                    new GatewayProperties(
                            3, 2, Duration.ofSeconds(15), Duration.ofMillis(400), Duration.ZERO));

    @Test
    void aUserHasSoManyAtOnceAndThenWaits() {
        var first = slots.take(ANN);
        slots.take(ANN);
        assertRefused(ANN, ErrorCode.RATE_LIMITED);
        first.close();
        assertThat(slots.take(ANN)).isNotNull();
    }

    @Test
    void theProcessHasSoManyAtOnceForAllTogether() {
        slots.take(ANN);
        slots.take(ANN);
        var last = slots.take(BOB);
        assertRefused(BOB, ErrorCode.UNAVAILABLE);
        last.close();
        assertThat(slots.take(BOB)).isNotNull();
    }

    @Test
    void whoeverComesWhenTheProcessStopsIsSentElsewhere() {
        slots.take(ANN);
        slots.close();
        assertRefused(BOB, ErrorCode.UNAVAILABLE);
        slots.open();
        assertThat(slots.take(BOB)).isNotNull();
    }

    @Test
    void waitsUntilAllSlotsAreBack() {
        var first = slots.take(ANN);
        var second = slots.take(BOB);
        slots.close();
        first.close();
        assertThat(slots.awaitNone(Duration.ofMillis(20))).isFalse();
        second.close();
        assertThat(slots.awaitNone(Duration.ofMillis(20))).isTrue();
    }

    private void assertRefused(UserId user, ErrorCode code) {
        assertThatThrownBy(() -> slots.take(user))
                .isInstanceOfSatisfying(
                        ApiException.class,
                        refused -> {
                            assertThat(refused.code()).isEqualTo(code);
                            assertThat(refused.retryAfter()).isPositive();
                        });
    }
}
