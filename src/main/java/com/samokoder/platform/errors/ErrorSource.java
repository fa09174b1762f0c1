package com.samokoder.platform.errors;

/** Whose side a failure is on. */
public enum ErrorSource {
    REQUEST,
    PLATFORM,
    PROVIDER,
    PROVIDER_KEY,
    POLICY
}
