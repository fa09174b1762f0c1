package com.samokoder.agents;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How much the agents read and write per call.
 *
 * @param contextTokens the most that is sent to a model, by estimate
 * @param planningTokens the most that an agent may answer which thinks, its reasoning included
 * @param writingTokens the most that an agent may answer which writes files
 */
@Validated
@ConfigurationProperties("samokoder.agents")
record AgentsProperties(
        @DefaultValue("60000") @Min(4_000) int contextTokens,
        @DefaultValue("8000") @Min(1_000) int planningTokens,
        @DefaultValue("16000") @Min(1_000) int writingTokens) {}
