package com.samokoder.platform.web.health;

import com.fasterxml.jackson.annotation.JsonInclude;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Map;

/**
 * What {@code /health/detailed} tells.
 *
 * @param checks true or false; null for a part that this installation does not have
 * @param details durations and reasons, for admins only
 */
record HealthReport(
        String status,
        Instant timestamp,
        Map<String, @Nullable Boolean> checks,
        String version,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Map<String, Detail> details) {

    record Detail(long durationMs, @Nullable String reason) {}

    /** What {@code /health} tells. */
    record Brief(String status, Instant timestamp, String version) {}

    boolean healthy() {
        return !checks.containsValue(false);
    }

    HealthReport withoutDetails() {
        return new HealthReport(status, timestamp, checks, version, null);
    }

    Brief brief() {
        return new Brief(status, timestamp, version);
    }
}
