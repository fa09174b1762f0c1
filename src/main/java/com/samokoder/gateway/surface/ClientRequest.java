package com.samokoder.gateway.surface;

import com.samokoder.llm.WireBody;

import org.jspecify.annotations.Nullable;

/**
 * What the gateway reads of a client's request.
 *
 * @param outputAsked the most tokens of output that the client wants; null where it did not say
 * @param inputTokens an estimate
 */
record ClientRequest(
        String model,
        WireBody body,
        boolean stream,
        boolean usageAsked,
        @Nullable Integer outputAsked,
        long inputTokens) {}
