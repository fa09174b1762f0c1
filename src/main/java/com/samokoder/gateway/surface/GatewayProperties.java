package com.samokoder.gateway.surface;

import jakarta.validation.constraints.Min;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

import java.time.Duration;

/**
 * How much the gateway takes on.
 *
 * @param calls at once in this process; more are asked to come back
 * @param callsPerUser at once of one user in this process
 * @param heartbeat how long a stream may be silent before a sign of life is sent
 * @param departureSweep how often it is looked whether clients are still there
 * @param drain how long calls may go on when the process is to stop
 */
@Validated
@ConfigurationProperties("samokoder.gateway")
record GatewayProperties(
        @Min(1) @DefaultValue("1000") int calls,
        @Min(1) @DefaultValue("200") int callsPerUser,
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("400ms") Duration departureSweep,
        @DefaultValue("60s") Duration drain) {}
