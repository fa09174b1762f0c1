package com.samokoder.usage;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** A page of groups and the total of the whole period. */
record UsageSums(List<Row> groups, Row total) {

    /**
     * @param grouped the group's key; empty for calls that belong to no group, null for the total
     * @param unpricedCalls calls whose cost is unknown and not part of the sum
     */
    record Row(
            @Nullable String grouped,
            long calls,
            long failedCalls,
            long estimatedCalls,
            long unpricedCalls,
            long inputTokens,
            long cacheReadTokens,
            long cacheWriteTokens,
            long outputTokens,
            long reasoningTokens,
            String costUsd) {

        String key() {
            return grouped == null ? "" : grouped;
        }
    }
}
