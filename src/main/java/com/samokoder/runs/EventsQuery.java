package com.samokoder.runs;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a run's log is asked for.
 *
 * @param after the last event the client has
 * @param cursor of a page; counts more than {@code after}
 */
record EventsQuery(
        @Nullable @Min(0) Long after,
        @Nullable String cursor,
        @Nullable @Min(1) @Max(500) Integer limit) {

    long afterOrStart() {
        return after == null ? 0 : after;
    }

    int limitOrDefault() {
        return limit == null ? 100 : limit;
    }
}
