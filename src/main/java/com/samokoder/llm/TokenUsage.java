package com.samokoder.llm;

/**
 * Tokens of one call, normalised so that no token is counted twice.
 *
 * @param inputUncached read at full price
 * @param cacheRead read from the provider's prompt cache
 * @param cacheWrite written to it
 * @param output written by the model, reasoning included
 * @param reasoning the part of the output that was reasoning
 * @param source how far the numbers can be trusted
 */
public record TokenUsage(
        long inputUncached,
        long cacheRead,
        long cacheWrite,
        long output,
        long reasoning,
        Source source) {
    public enum Source {
        /** Told by the provider. */
        MEASURED,
        /** Counted here, since the provider did not say. */
        ESTIMATED,
        /** Unknown; the numbers are zero and mean nothing. */
        UNAVAILABLE
    }

    public long input() {
        return inputUncached + cacheRead + cacheWrite;
    }

    public static TokenUsage unavailable() {
        return new TokenUsage(0, 0, 0, 0, 0, Source.UNAVAILABLE);
    }
}
