package com.samokoder.auth.identity;

import java.time.Duration;

/**
 * A sign-in that has just begun or been renewed.
 *
 * @param accessToken JWT for the {@code Authorization} header
 * @param expiresIn how long the access token counts
 * @param refreshToken exchanged once for the next pair
 */
public record Session(
        String accessToken, Duration expiresIn, String refreshToken, Identity identity) {
    @Override
    public String toString() {
        return "Session[" + identity.id() + "]";
    }
}
