package com.samokoder.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;

class EndingsTests {

    @ParameterizedTest
    @CsvSource({
        "PROVIDER_QUOTA_EXHAUSTED, provider_quota",
        "PROVIDER_KEY_INVALID, key_invalid",
        "PROVIDER_KEY_MISSING, key_invalid",
        "KEY_UNREADABLE, key_invalid",
        "BUDGET_EXCEEDED, budget",
        "STORAGE_EXCEEDED, storage",
        "MODEL_OUTPUT_INVALID, stuck"
    })
    void whatTheOwnerCanPutRightPausesUntilResumed(ErrorCode code, String reason) {
        assertThat(Endings.of(ApiException.of(code), 1))
                .isInstanceOfSatisfying(
                        Ending.Paused.class,
                        paused -> {
                            assertThat(paused.reason()).isEqualTo(reason);
                            assertThat(paused.resumeAfter()).isNull();
                        });
    }

    @Test
    void aThrottledRunGoesOnWhenTheProviderSays() {
        assertThat(pauseOf(failure(Duration.ofSeconds(17)), 1)).isEqualTo(Duration.ofSeconds(17));
    }

    @Test
    void aThrottledRunWaitsLongerEachTimeAndThenForItsOwner() {
        assertThat(pauseOf(failure(null), 1)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pauseOf(failure(null), 2)).isEqualTo(Duration.ofMinutes(2));
        assertThat(pauseOf(failure(null), 4)).isEqualTo(Duration.ofMinutes(32));
        assertThat(pauseOf(failure(null), 5)).isNull();
        assertThat(pauseOf(failure(Duration.ofDays(2)), 1)).isEqualTo(Duration.ofDays(2));
        assertThat(pauseOf(failure(Duration.ofDays(400)), 1)).isEqualTo(Duration.ofDays(31));
    }

    @Test
    void everythingElseFailsWithItsCode() {
        assertThat(Endings.of(ApiException.of(ErrorCode.CONTENT_REFUSED), 1))
                .isInstanceOfSatisfying(
                        Ending.Failed.class,
                        failed ->
                                assertThat(failed.problem().code())
                                        .isEqualTo(ErrorCode.CONTENT_REFUSED));
    }

    private static ProviderFailure failure(Duration retryAfter) {
        return new ProviderFailure(
                ErrorCode.PROVIDER_RATE_LIMITED, true, 429, "rate_limit", retryAfter);
    }

    private static Duration pauseOf(ProviderFailure failure, int attempts) {
        return ((Ending.Paused) Endings.of(failure, attempts)).resumeAfter();
    }
}
