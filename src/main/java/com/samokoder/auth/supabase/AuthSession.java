package com.samokoder.auth.supabase;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.samokoder.auth.identity.Session;

import java.time.Duration;

/** A session in Supabase Auth's words. */
@JsonIgnoreProperties(ignoreUnknown = true)
record AuthSession(String accessToken, long expiresIn, String refreshToken, AuthUser user) {
    Session session() {
        return new Session(
                accessToken, Duration.ofSeconds(expiresIn), refreshToken, user.identity());
    }

    @Override
    public String toString() {
        return "AuthSession[" + user.id() + "]";
    }
}
