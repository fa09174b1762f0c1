package com.samokoder.runs;

/** The run may not call a model any more, since its owner's limit is used up. */
final class LimitReached extends RuntimeException {
    private final String limit;

    /**
     * @param limit as in the API: {@code cost_usd}, {@code tokens}, {@code minutes}, {@code steps}
     */
    LimitReached(String limit) {
        super("the limit of " + limit + " is reached");
        this.limit = limit;
    }

    String limit() {
        return limit;
    }
}
