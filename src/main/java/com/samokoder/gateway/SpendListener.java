package com.samokoder.gateway;

import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Told what an attempt at a provider spent. */
public interface SpendListener {

    /**
     * @param costUsd null where the model's price is unknown
     */
    void spent(ModelId model, TokenUsage usage, @Nullable BigDecimal costUsd);

    static SpendListener none() {
        return (_, _, _) -> {};
    }
}
