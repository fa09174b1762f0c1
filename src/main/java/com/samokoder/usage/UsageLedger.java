package com.samokoder.usage;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;

/** What has been spent: one row per attempt, written when the attempt ends. */
public interface UsageLedger {

    /**
     * Prices the attempt, writes its row and ends its reservation; durable when it returns. A
     * second time with the same reservation changes nothing.
     *
     * @return the cost in USD, or null where the model's price or the usage is unknown
     */
    @Nullable BigDecimal settle(Reservation reservation, Call call);

    /**
     * One attempt at a provider.
     *
     * @param outcome {@code ok} or the error's code
     * @param finishReason why the model stopped, in our words; null where it did not
     * @param firstTokenMillis null where nothing came
     */
    record Call(
            ModelId model,
            @Nullable UUID keyId,
            @Nullable UUID runId,
            @Nullable String step,
            @Nullable String agent,
            @Nullable String requestId,
            TokenUsage usage,
            String outcome,
            @Nullable String finishReason,
            @Nullable Long firstTokenMillis,
            long durationMillis) {}
}
