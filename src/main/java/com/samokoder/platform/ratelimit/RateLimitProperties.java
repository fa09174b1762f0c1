package com.samokoder.platform.ratelimit;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many requests are served, per user or else per client address.
 *
 * @param perMinute over the whole service
 * @param perHour over the whole service
 * @param signInPerMinute each for sign-in and sign-up, per address
 * @param projectCreationPerMinute for {@code POST /api/projects}
 * @param keyCheckPerMinute for checks of provider keys
 * @param generationPerMinute for requests that start a run
 * @param clients how many clients are remembered; the least active are forgotten first
 */
@ConfigurationProperties("samokoder.rate-limit")
public record RateLimitProperties(
        @DefaultValue("100") int perMinute,
        @DefaultValue("1000") int perHour,
        @DefaultValue("5") int signInPerMinute,
        @DefaultValue("10") int projectCreationPerMinute,
        @DefaultValue("10") int keyCheckPerMinute,
        @DefaultValue("20") int generationPerMinute,
        @DefaultValue("100000") int clients) {}
