package com.samokoder.auth.security;

import com.samokoder.auth.Bearer;
import com.samokoder.auth.CurrentUser;
import com.samokoder.auth.Scope;
import com.samokoder.auth.identity.ActiveSessions;
import com.samokoder.auth.identity.Administrators;
import com.samokoder.auth.jwt.TokenVerifier;
import com.samokoder.auth.jwt.VerifiedToken;
import com.samokoder.auth.token.AccessTokens;
import com.samokoder.auth.token.RecognisedToken;
import com.samokoder.platform.secrets.Secret;

import org.springframework.stereotype.Component;

import java.util.Optional;
import java.util.Set;

/** Tells who a credential belongs to. */
@Component
final class Callers {
    private static final Set<Scope> EVERY_SCOPE = Set.of(Scope.values());

    private final TokenVerifier verifier;
    private final ActiveSessions sessions;
    private final Administrators administrators;
    private final AccessTokens accessTokens;

    Callers(
            TokenVerifier verifier,
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
                .map(token -> person(token, new Secret(credential)))
                .flatMap(this::stillIn);
    }

    /** Before its second factor a session opens nothing but the way to it. */
    private Optional<CurrentUser> stillIn(CurrentUser user) {
        return switch (sessions.state(user)) {
            case ACTIVE -> Optional.of(user);
            case SECOND_FACTOR_NEEDED -> Optional.of(withoutScopes(user));
            case ENDED -> Optional.empty();
        };
    }

    private static CurrentUser withoutScopes(CurrentUser user) {
        return new CurrentUser(user.id(), user.sessionId(), null, Set.of(), false, user.bearer());
    }

    private CurrentUser person(VerifiedToken token, Secret jwt) {
        var admin = administrators.include(token.user(), token.email());
        var bearer = new Bearer(jwt, token.secondFactor());
        return new CurrentUser(token.user(), token.session(), null, EVERY_SCOPE, admin, bearer);
    }

    /** An access token is never an administrator's: it may lie in a file somewhere. */
    private static CurrentUser machine(RecognisedToken token) {
        return new CurrentUser(token.user(), null, token.id(), token.scopes(), false, null);
    }
}
