package com.samokoder.llm.wire;

import okhttp3.Headers;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** How long to wait before the next try, from whatever a provider said about it. */
final class RetryAdvice {
    private static final List<String> MILLISECONDS =
            List.of("retry-after-ms", "x-ms-retry-after-ms");
    private static final List<String> PHRASES =
            List.of("try again in ", "retry in ", "retry after ");
    private static final String ANTHROPIC = "anthropic-ratelimit-";
    private static final String COMMON = "x-ratelimit-";
    private static final long EPOCH_SECONDS = 1_000_000_000L;
    private static final long EPOCH_MILLIS = 1_000_000_000_000L;

    private final Clock clock;

    RetryAdvice(Clock clock) {
        this.clock = clock;
    }

    @Nullable Duration from(Headers headers, @Nullable ErrorBody body) {
        var told = fromHeaders(headers);
        if (told == null && body != null) {
            told = body.retryDelay() == null ? fromText(body.message()) : body.retryDelay();
        }
        return told;
    }

    private @Nullable Duration fromHeaders(Headers headers) {
        for (var name : MILLISECONDS) {
            var value = headers.get(name);
            var wait = value == null ? null : Durations.milliseconds(value);
            if (wait != null) {
                return wait;
            }
        }
        var after = headers.get("retry-after");
        var wait = after == null ? null : secondsOrDate(after);
        return wait == null ? longestReset(headers) : wait;
    }

    private @Nullable Duration secondsOrDate(String value) {
        var seconds = Durations.seconds(value);
        if (seconds != null) {
            return seconds;
        }
        try {
            var format = DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT);
            return until(ZonedDateTime.parse(value.strip(), format).toInstant());
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** The reset of each limit that has nothing remaining; the latest of them decides. */
    private @Nullable Duration longestReset(Headers headers) {
        Duration longest = null;
        for (int i = 0; i < headers.size(); i++) {
            var name = headers.name(i).toLowerCase(Locale.ROOT);
            var reset = reset(name, headers.value(i), headers);
            if (reset != null && (longest == null || reset.compareTo(longest) > 0)) {
                longest = reset;
            }
        }
        return longest;
    }

    private @Nullable Duration reset(String name, String value, Headers headers) {
        if (name.startsWith(ANTHROPIC) && name.endsWith("-reset")) {
            var bucket = name.substring(0, name.length() - "reset".length());
            return isExhausted(headers, bucket + "remaining") ? untilTimestamp(value) : null;
        }
        if (name.startsWith(COMMON + "reset")) {
            var bucket = name.substring((COMMON + "reset").length());
            return isExhausted(headers, COMMON + "remaining" + bucket) ? untilOrIn(value) : null;
        }
        return null;
    }

    private static boolean isExhausted(Headers headers, String name) {
        var remaining = headers.get(name);
        return remaining != null && remaining.strip().equals("0");
    }

    private @Nullable Duration untilTimestamp(String value) {
        try {
            return until(Instant.from(DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(value.strip())));
        } catch (DateTimeException _) {
            return null;
        }
    }

    /** A duration, or the moment itself in seconds or milliseconds since 1970. */
    private @Nullable Duration untilOrIn(String value) {
        var told = Durations.at(value.strip(), 0);
        try {
            long number = Long.parseLong(value.strip());
            if (number >= EPOCH_MILLIS) {
                return until(Instant.ofEpochMilli(number));
            }
            return number >= EPOCH_SECONDS ? until(Instant.ofEpochSecond(number)) : told;
        } catch (NumberFormatException _) {
            return told;
        }
    }

    private static @Nullable Duration fromText(String message) {
        for (var phrase : PHRASES) {
            int start = message.indexOf(phrase);
            var wait = start < 0 ? null : Durations.at(message, start + phrase.length());
            if (wait != null) {
                return wait;
            }
        }
        return null;
    }

    private Duration until(Instant moment) {
        var wait = Duration.between(clock.instant(), moment);
        return wait.isNegative() ? Duration.ZERO : wait;
    }
}
