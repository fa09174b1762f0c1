package com.samokoder.keys;

import com.samokoder.llm.ProviderFailure;
import com.samokoder.platform.errors.ErrorCode;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What is known of a key. Throttled or out of money is not refused. */
enum KeyStatus {
    VALID,
    INVALID,
    EXHAUSTED,
    RATE_LIMITED;

    private static final Map<ErrorCode, KeyStatus> BY_FAILURE =
            Map.of(
                    ErrorCode.PROVIDER_KEY_INVALID, INVALID,
                    ErrorCode.PROVIDER_QUOTA_EXHAUSTED, EXHAUSTED,
                    ErrorCode.PROVIDER_RATE_LIMITED, RATE_LIMITED);

    /** Empty where the failure is not about the key. */
    static Optional<KeyStatus> toldBy(ProviderFailure failure) {
        return Optional.ofNullable(BY_FAILURE.get(failure.code()));
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
