package com.samokoder.platform.web;

import org.jspecify.annotations.Nullable;

/** One thing the service cannot do without; {@code /health/detailed} asks all of them. */
public interface HealthCheck {

    /** The check's field in the answer, such as {@code gpt_pilot}. */
    String name();

    /** Looks, within a second or two; a check that throws or takes longer has failed. */
    Outcome check();

    /**
     * @param reason why it is not healthy, for admins only
     */
    record Outcome(boolean healthy, @Nullable String reason) {
        public static Outcome ok() {
            return new Outcome(true, null);
        }

        public static Outcome failed(String reason) {
            return new Outcome(false, reason);
        }
    }
}
