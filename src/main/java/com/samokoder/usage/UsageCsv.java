package com.samokoder.usage;

import java.util.List;
import java.util.stream.Collectors;

/** The ledger's sums as a table for spreadsheets (RFC 4180). */
final class UsageCsv {
    private static final String LINE = "\r\n";

    private final StringBuilder text = new StringBuilder();

    UsageCsv(String group) {
        write(
                List.of(
                        group,
                        "calls",
                        "failed_calls",
                        "estimated_calls",
                        "unpriced_calls",
                        "input_tokens",
                        "cache_read_tokens",
                        "cache_write_tokens",
                        "output_tokens",
                        "reasoning_tokens",
                        "cost_usd"));
    }

    void add(UsageSums.Row row) {
        write(
                List.of(
                        row.key(),
                        row.calls(),
                        row.failedCalls(),
                        row.estimatedCalls(),
                        row.unpricedCalls(),
                        row.inputTokens(),
                        row.cacheReadTokens(),
                        row.cacheWriteTokens(),
                        row.outputTokens(),
                        row.reasoningTokens(),
                        row.costUsd()));
    }

    String text() {
        return text.toString();
    }

    private void write(List<?> cells) {
        var line = cells.stream().map(UsageCsv::cell).collect(Collectors.joining(","));
        text.append(line).append(LINE);
    }

    /** Quoted where needed; a model may be named so that a spreadsheet would run it. */
    private static String cell(Object value) {
        var raw = value.toString();
        var safe = !raw.isEmpty() && "=+-@\t\r".indexOf(raw.charAt(0)) >= 0 ? "'" + raw : raw;
        if (safe.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')) {
            return safe;
        }
        return '"' + safe.replace("\"", "\"\"") + '"';
    }
}
