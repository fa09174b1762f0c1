package com.samokoder.agents;

/**
 * How much is reviewed and repaired.
 *
 * @param sentBackAtMost how often a review may send a task back; none where nothing is reviewed
 * @param repairsAtMost how often the troubleshooter may try
 */
record Thoroughness(boolean reviewed, int sentBackAtMost, int repairsAtMost) {
    /** A change in a chat below this is not worth a review. */
    private static final int SMALL_FILES = 3;

    private static final int SMALL_LINES = 40;

    static Thoroughness of(PipelineState state) {
        return switch (state.brief().thoroughness()) {
            case "draft" -> new Thoroughness(false, 0, 1);
            case "thorough" -> new Thoroughness(true, 2, 3);
            default -> new Thoroughness(true, 1, 2);
        };
    }

    /** Whether a reviewer is to read the change. */
    boolean reviews(PipelineState state, ChangeDiff diff) {
        boolean small =
                state.chat() != null && diff.files() < SMALL_FILES && diff.lines() < SMALL_LINES;
        return reviewed && !small;
    }
}
