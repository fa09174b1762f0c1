package com.samokoder.llm.wire;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Locale;

/** Reads the ways in which providers spell a waiting time. */
final class Durations {
    private static final double NANOS = 1e9;
    private static final Duration LONGEST = Duration.ofDays(31);

    private Durations() {}

    /** A number of seconds with or without a fraction; null for anything else. */
    static @Nullable Duration seconds(String text) {
        return number(text, 1);
    }

    static @Nullable Duration milliseconds(String text) {
        return number(text, 1000);
    }

    private static @Nullable Duration number(String text, double perSecond) {
        try {
            return bounded(Double.parseDouble(text.strip()) / perSecond);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /**
     * The duration at a place of a text, as Go writes it ({@code 2h32m54s}, {@code 7.66s}, {@code
     * 12ms}) or in words ({@code 20 seconds}); a number without a unit counts as seconds.
     */
    static @Nullable Duration at(CharSequence text, int start) {
        double seconds = 0;
        int position = start;
        boolean any = false;
        while (true) {
            int end = numberEnd(text, position);
            if (end == position) {
                return any ? bounded(seconds) : null;
            }
            double value = value(text, position, end);
            int unitStart = skipSpaces(text, end);
            int unitEnd = letterEnd(text, unitStart);
            double factor = factor(text.subSequence(unitStart, unitEnd).toString());
            if (Double.isNaN(value) || Double.isNaN(factor)) {
                return any ? bounded(seconds) : null;
            }
            any = true;
            seconds += value * factor;
            position = unitEnd;
        }
    }

    private static Duration bounded(double seconds) {
        if (!(seconds > 0)) {
            return Duration.ZERO;
        }
        return seconds >= LONGEST.toSeconds()
                ? LONGEST
                : Duration.ofNanos((long) (seconds * NANOS));
    }

    private static double value(CharSequence text, int start, int end) {
        try {
            var digits = text.subSequence(start, end).toString();
            return Double.parseDouble(digits.endsWith(".") ? digits + "0" : digits);
        } catch (NumberFormatException _) {
            return Double.NaN;
        }
    }

    private static int numberEnd(CharSequence text, int start) {
        int end = start;
        while (end < text.length() && (isDigit(text.charAt(end)) || text.charAt(end) == '.')) {
            end++;
        }
        return end > start && isDigit(text.charAt(start)) ? end : start;
    }

    private static int skipSpaces(CharSequence text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        return end;
    }

    private static int letterEnd(CharSequence text, int start) {
        int end = start;
        while (end < text.length() && Character.isLetter(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static double factor(String unit) {
        return switch (unit.toLowerCase(Locale.ROOT)) {
            case "ns" -> 1e-9;
            case "us", "µs", "μs" -> 1e-6;
            case "ms", "millisecond", "milliseconds" -> 1e-3;
            case "", "s", "sec", "secs", "second", "seconds" -> 1;
            case "m", "min", "mins", "minute", "minutes" -> 60;
            case "h", "hour", "hours" -> 3600;
            case "d", "day", "days" -> 86_400;
            default -> Double.NaN;
        };
    }
}
