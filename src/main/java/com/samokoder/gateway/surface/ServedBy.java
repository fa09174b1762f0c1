package com.samokoder.gateway.surface;

import com.samokoder.gateway.AttemptListener;
import com.samokoder.gateway.SpendListener;
import com.samokoder.llm.ModelId;
import com.samokoder.llm.TokenUsage;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.UUID;
import java.util.regex.Pattern;

/** Says in an answer's headers what served it. */
final class ServedBy implements AttemptListener, SpendListener {
    private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");

    private final HttpServletResponse response;
    private int attempts;
    private @Nullable BigDecimal cost = BigDecimal.ZERO;

    ServedBy(HttpServletResponse response) {
        this.response = response;
    }

    @Override
    public void attempting(ModelId model, @Nullable UUID keyId) {
        attempts++;
        response.setHeader("x-samokoder-provider", model.provider());
        response.setHeader("x-samokoder-model", headerValue(model.name()));
        response.setHeader("x-samokoder-key-id", keyId == null ? null : keyId.toString());
        response.setHeader("x-samokoder-attempts", Integer.toString(attempts));
    }

    /** A failed attempt may have cost something too; one unknown cost makes the sum unknown. */
    @Override
    public void spent(ModelId model, TokenUsage usage, @Nullable BigDecimal costUsd) {
        cost = cost == null || costUsd == null ? null : cost.add(costUsd);
        if (cost != null && !response.isCommitted()) {
            response.setHeader("x-samokoder-request-cost-usd", cost.toPlainString());
        } else if (!response.isCommitted()) {
            response.setHeader("x-samokoder-request-cost-usd", null);
        }
    }

    /** A client may have put anything into a model's name. */
    private static String headerValue(String name) {
        return UNPRINTABLE.matcher(name).replaceAll("?");
    }
}
