package com.samokoder.gateway;

import com.samokoder.llm.WireForm;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.UUID;

/**
 * What is special about a wish that comes straight from a client.
 *
 * @param form of its request and answer
 * @param accessTokenId the token it came with; null for a session
 * @param fallbacks models to try in this order where the wished one cannot serve
 * @param onAttempt told before each attempt
 */
public record ClientCall(
        WireForm form,
        @Nullable UUID accessTokenId,
        @Nullable String requestId,
        List<String> fallbacks,
        AttemptListener onAttempt) {}
