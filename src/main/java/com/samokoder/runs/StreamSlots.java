package com.samokoder.runs;

import com.samokoder.auth.UserId;
import com.samokoder.platform.errors.ApiException;
import com.samokoder.platform.errors.ErrorCode;

import org.springframework.stereotype.Component;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many event streams are open, so that no user and no crowd can hold all of a process. */
@Component
final class StreamSlots {
    private static final Duration COME_BACK = Duration.ofSeconds(5);

    private final RunsProperties properties;
    private final Map<UserId, Integer> open = new HashMap<>();
    private int total;

    StreamSlots(RunsProperties properties) {
        this.properties = properties;
    }

    /**
     * Takes a slot until it is closed.
     *
     * @throws ApiException {@code rate_limited} when the user has too many, {@code unavailable}
     *     when the process has
     */
    synchronized Slot take(UserId user) {
        if (open.getOrDefault(user, 0) >= properties.streamsPerUser()) {
            throw ApiException.of(
                            ErrorCode.RATE_LIMITED,
                            "runs.too_many_streams",
                            properties.streamsPerUser())
                    .withRetryAfter(COME_BACK);
        }
        if (total >= properties.streams()) {
            throw ApiException.of(ErrorCode.UNAVAILABLE).withRetryAfter(COME_BACK);
        }
        open.merge(user, 1, Integer::sum);
        total++;
        return () -> giveBack(user);
    }

    private synchronized void giveBack(UserId user) {
        open.computeIfPresent(user, (_, count) -> count == 1 ? null : count - 1);
        total--;
    }

    /** One open stream. */
    interface Slot extends AutoCloseable {
        @Override
        void close();
    }
}
