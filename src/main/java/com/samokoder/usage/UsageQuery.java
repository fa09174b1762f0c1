package com.samokoder.usage;

import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.FieldProblem;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;

/** A period of the ledger and how to group it. */
record UsageQuery(Instant from, Instant to, Grouping groupBy) {
    private static final int DEFAULT_DAYS = 30;
    private static final Duration LONGEST = Duration.ofDays(400);

    /** What calls are summed by. */
    enum Grouping {
        DAY,
        PROVIDER,
        MODEL,
        PROJECT,
        KEY,
        TOKEN;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads a request's parameters. Without a period it is the last thirty days up to the end of
     * today, so that the pages of one list agree with each other.
     */
    static UsageQuery of(
            @Nullable String from, @Nullable String to, @Nullable String groupBy, Clock clock) {
        var tomorrow = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).plusDays(1);
        var end = to == null ? start(tomorrow) : time("to", to);
        var begin = from == null ? end.minus(Duration.ofDays(DEFAULT_DAYS)) : time("from", from);
        if (!begin.isBefore(end)) {
            throw invalid("from", "out_of_range", "usage.period_empty");
        }
        if (Duration.between(begin, end).compareTo(LONGEST) > 0) {
            throw invalid("from", "out_of_range", "usage.period_too_long");
        }
        return new UsageQuery(begin, end, grouping(groupBy));
    }

    private static Grouping grouping(@Nullable String word) {
        if (word == null) {
            return Grouping.DAY;
        }
        return Arrays.stream(Grouping.values())
                .filter(grouping -> grouping.word().equals(word))
                .findAny()
                .orElseThrow(() -> invalid("group_by", "unknown_value", "usage.unknown_group"));
    }

    private static Instant time(String name, String text) {
        try {
            if (text.indexOf('T') < 0) {
                return start(LocalDate.parse(text));
            }
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException notATime) {
            throw invalid(name, "malformed", "usage.not_a_time");
        }
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    private static ApiException invalid(String parameter, String code, String detail) {
        return ApiException.invalid(new FieldProblem(parameter, code, detail));
    }
}
