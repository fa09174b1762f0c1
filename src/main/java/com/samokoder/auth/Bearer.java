package com.samokoder.auth;

import com.samokoder.platform.secrets.Secret;

/**
 * The JWT that a session's caller came with, for those who must show it on.
 *
 * @param secondFactor whether the session was opened with a second factor
 */
public record Bearer(Secret jwt, boolean secondFactor) {}
