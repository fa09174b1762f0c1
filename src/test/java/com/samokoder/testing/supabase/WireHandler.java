package com.samokoder.testing.supabase;

/** Answers requests; may be asked by many threads at once. */
@FunctionalInterface
public interface WireHandler {

    /** The answer, or null to hang up without one. */
    WireResponse handle(WireRequest request);
}
