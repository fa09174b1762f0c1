package com.samokoder.auth.security;

import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.Scope;
import com.samokoder.auth.identity.ActiveSessions;
import com.samokoder.auth.identity.Administrators;
import com.samokoder.auth.jwt.JwtVerifier;
import com.samokoder.auth.jwt.VerifiedToken;
import com.samokoder.auth.token.AccessTokens;
import com.samokoder.auth.token.RecognisedToken;

import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.Set;

/** Tells who a credential belongs to. */
@Component
final class Callers {
    private static final Set<Scope> EVERY_SCOPE = Set.of(Scope.values());

    private final JwtVerifier verifier;
    private final ActiveSessions sessions;
    private final Administrators administrators;
    private final AccessTokens accessTokens;

    Callers(
            JwtVerifier verifier,
            ActiveSessions sessions,
            Administrators administrators,
            AccessTokens accessTokens) {
        this.verifier = verifier;
        this.sessions = sessions;
        this.administrators = administrators;
        this.accessTokens = accessTokens;
    }

    /** Empty for a credential that does not count, whatever the reason. */
    Optional<CurrentUser> find(String credential) {
        if (AccessTokens.looksLikeOne(credential)) {
            return accessTokens.recognise(credential).map(Callers::machine);
        }
        return verifier.verify(credential)
                .filter(token -> sessions.active(token.user(), token.session()))
                .map(this::person);
    }

    private CurrentUser person(VerifiedToken token) {
        var admin = administrators.include(token.user(), token.email());
        return new CurrentUser(token.user(), token.session(), null, EVERY_SCOPE, admin);
    }

    /** An access token is never an administrator's: it may lie in a file somewhere. */
    private static CurrentUser machine(RecognisedToken token) {
        return new CurrentUser(token.user(), null, token.id(), token.scopes(), false);
    }
}
