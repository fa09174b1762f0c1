package com.samokoder.runs;

import org.jspecify.annotations.Nullable;

import tools.jackson.databind.JsonNode;

import java.time.Instant;
import java.util.UUID;

/** One entry of a run's log. */
record RunEvent(
        UUID runId,
        long seq,
        String type,
        Instant at,
        @Nullable String step,
        @Nullable String agent,
        JsonNode data) {}
