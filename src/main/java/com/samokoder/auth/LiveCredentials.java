package com.samokoder.auth;

/** Whether what a caller came with still counts, for answers that take longer than a moment. */
@FunctionalInterface
public interface LiveCredentials {

    /**
     * False once the caller's session or access token ended, expired, or no longer suffices; known
     * within seconds, and cheap to ask.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code unavailable} when that cannot be
     *     told now
     */
    boolean stillCount(CurrentUser caller);
}
