package com.samokoder.runs;

import com.samokoder.gateway.SpendListener;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;

/** Adds up what one step spends; an agent may call its model from several threads. */
final class SpendMeter implements SpendListener {
    private long input;
    private long output;
    private @Nullable BigDecimal cost;

    @Override
    public synchronized void spent(ModelId model, TokenUsage usage, @Nullable BigDecimal costUsd) {
        input += usage.input();
        output += usage.output();
        if (costUsd != null) {
            cost = cost == null ? costUsd : cost.add(costUsd);
        }
    }

    synchronized Spent total() {
        return new Spent(input, output, cost);
    }
}
