package com.samokoder.usage;

import com.samokoder.platform.web.Page;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** What was spent in a period, as the caller sees it. */
record UsageReport(
        Instant from,
        Instant to,
        String groupBy,
        List<Group> data,
        Page.Pagination pagination,
        Sums total) {

    /**
     * @param group the day, provider, model or id; null for calls that belong to none
     */
    record Group(
            @Nullable String group,
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

        static Group of(UsageSums.Row row) {
            return new Group(
                    row.key().isEmpty() ? null : row.key(),
                    row.calls(),
                    row.failedCalls(),
                    row.estimatedCalls(),
                    row.unpricedCalls(),
                    row.inputTokens(),
                    row.cacheReadTokens(),
                    row.cacheWriteTokens(),
                    row.outputTokens(),
                    row.reasoningTokens(),
                    row.costUsd());
        }
    }

    /** The whole period, whatever page is shown. */
    record Sums(
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

        static Sums of(UsageSums.Row row) {
            return new Sums(
                    row.calls(),
                    row.failedCalls(),
                    row.estimatedCalls(),
                    row.unpricedCalls(),
                    row.inputTokens(),
                    row.cacheReadTokens(),
                    row.cacheWriteTokens(),
                    row.outputTokens(),
                    row.reasoningTokens(),
                    row.costUsd());
        }
    }
}
