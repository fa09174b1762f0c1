package com.samokoder.auth.identity;

/** Whether a session may be used. */
public enum SessionState {
    ACTIVE,
    /** The user has a second factor, and this session was opened without it. */
    SECOND_FACTOR_NEEDED,
    /** Logged out, banned, deleted, expired. */
    ENDED
}
