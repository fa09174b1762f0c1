package com.samokoder.platform.http;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import java.time.Duration;
import java.util.Set;

/**
 * How providers are called.
 *
 * @param firstByteTimeout how long an answer may take to begin; reasoning models think first
 * @param idleTimeout how long an answer that began may pause
 * @param callTimeout how long one call may take altogether
 * @param watchdogSweep how often calls are looked at, so the precision of the time-outs
 * @param allowedPorts of user-supplied base URLs, where private addresses are not allowed
 * @param allowPrivateBaseUrls null for yes outside production and no in production
 */
@ConfigurationProperties("samokoder.http")
public record HttpProperties(
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("180s") Duration firstByteTimeout,
        @DefaultValue("90s") Duration idleTimeout,
        @DefaultValue("15m") Duration callTimeout,
        @DefaultValue("500ms") Duration watchdogSweep,
        @DefaultValue("256") int idleConnections,
        @DefaultValue("2m") Duration keepAlive,
        @DefaultValue({"443", "8443"}) Set<Integer> allowedPorts,
        @Nullable Boolean allowPrivateBaseUrls) {}
