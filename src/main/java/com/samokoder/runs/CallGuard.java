package com.samokoder.runs;

import com.samokoder.agents.Step;

/** Asked before each call of a step's model whether it may be made. */
final class CallGuard {
    private static final int SAME_ANSWERS = 2;

    private final RunLimits limits;
    private final RunProgress progress;
    private final Step step;
    private String lastAnswer = "";
    private int times;

    CallGuard(RunLimits limits, RunProgress progress, Step step) {
        this.limits = limits;
        this.progress = progress;
        this.step = step;
    }

    /**
     * @throws LimitReached when the run, with all of its steps under way, has used up a limit
     * @throws Stuck when the model only repeats itself
     */
    synchronized void requireAllowed() {
        limits.reachedBy(progress.use())
                .ifPresent(limit -> {
                    throw new LimitReached(limit);
                });
        if (times >= SAME_ANSWERS) {
            throw Stuck.sameAnswer(step, times, progress.meter(step).total());
        }
    }

    /** Another question after this answer means that it was of no use. */
    synchronized void answered(String text) {
        times = text.equals(lastAnswer) ? times + 1 : 1;
        lastAnswer = text;
    }
}
