package com.samokoder.usage;

import com.samokoder.auth.UserId;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/** What has been spent: one row per attempt, written when the call ends. */
public interface UsageLedger {

    /**
     * Prices the call and writes its row, durably.
     *
     * @return the cost in USD, or null where the model's price is unknown
     */
    @Nullable BigDecimal record(UserId payer, Call call);

    /**
     * One attempt at a provider.
     *
     * @param id made by the caller; a second write of the same id changes nothing
     * @param outcome {@code ok} or the error's code
     */
    record Call(
            UUID id,
            ModelId model,
            @Nullable UUID keyId,
            @Nullable UUID projectId,
            @Nullable UUID runId,
            @Nullable String step,
            @Nullable String agent,
            @Nullable UUID accessTokenId,
            TokenUsage usage,
            String outcome,
            long durationMillis) {}
}
