package com.samokoder.platform.secrets;

/**
 * A place that keeps sealed values. Every bean of this type seals its own anew when the operator
 * rotates the master key, while the service goes on serving.
 */
public interface SealedStore {

    /** The place's name, for the operator's report. */
    String name();

    /**
     * Seals anew everything that another master key than the newest has sealed. Safe to run on
     * several replicas at once and beside writers: a value is replaced only where it is still the
     * one that was read.
     */
    Count reseal();

    /**
     * @param resealed sealed under the newest master key by this run
     * @param unreadable left as they are, since no configured master key opens them
     */
    record Count(int resealed, int unreadable) {}
}
