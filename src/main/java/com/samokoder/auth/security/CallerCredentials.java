package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.LiveCredentials;
import com.samokoder.auth.identity.ActiveSessions;
import com.samokoder.auth.token.AccessTokens;

import org.springframework.stereotype.Component;

/** Asks those who know of sessions and of access tokens, and remember it for a few seconds. */
@Component
final class CallerCredentials implements LiveCredentials {
    private final ActiveSessions sessions;
    private final AccessTokens accessTokens;

    CallerCredentials(ActiveSessions sessions, AccessTokens accessTokens) {
        this.sessions = sessions;
        this.accessTokens = accessTokens;
    }

    @Override
    public boolean stillCount(CurrentUser caller) {
        var token = caller.accessTokenId();
        return token == null
                ? sessions.stillActive(caller)
                : accessTokens.stillCounts(caller.id(), token);
    }
}
