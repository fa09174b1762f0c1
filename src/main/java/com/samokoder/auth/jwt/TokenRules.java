package com.samokoder.auth.jwt;

import com.samokoder.auth.UserId;

import io.jsonwebtoken.Claims;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a token of a user's session says, whoever checked its signature. Identity tokens, API keys
 * and tokens of third parties' clients come with good signatures, too.
 */
public final class TokenRules {
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");

    private final TokenPolicy policy;
    private final Clock clock;

    public TokenRules(TokenPolicy policy, Clock clock) {
        this.policy = policy;
        this.clock = clock;
    }

    /** What the token says, where that is what a session's token must say. */
    public Optional<VerifiedToken> accept(Map<String, ?> header, Claims claims) {
        var user = uuid(claims.getSubject());
        var session = uuid(claims.get(TokenPolicy.SESSION_CLAIM));
        var expiry = claims.getExpiration();
        if (user == null || session == null || expiry == null || !saysWhatOursDo(header, claims)) {
            return Optional.empty();
        }
        var email = claims.get(TokenPolicy.EMAIL_CLAIM) instanceof String text ? text : "";
        var secondFactor = TokenPolicy.TWO_FACTORS.equals(claims.get(TokenPolicy.ASSURANCE_CLAIM));
        var token =
                new VerifiedToken(
                        new UserId(user), session, email, expiry.toInstant(), secondFactor);
        return Optional.of(token).filter(this::unexpired);
    }

    boolean unexpired(VerifiedToken token) {
        return clock.instant().isBefore(token.expiresAt().plus(TokenPolicy.SKEW));
    }

    private boolean saysWhatOursDo(Map<String, ?> header, Claims claims) {
        var typ = header.get("typ");
        return HEADERS.containsAll(header.keySet())
                && (typ == null || typ.equals("JWT"))
                && policy.issuer().equals(claims.getIssuer())
                && began(claims)
                && Set.of(TokenPolicy.AUDIENCE).equals(claims.getAudience())
                && TokenPolicy.ROLE.equals(claims.get(TokenPolicy.ROLE_CLAIM))
                && !claims.containsKey("client_id")
                && !Boolean.TRUE.equals(claims.get("is_anonymous"));
    }

    private boolean began(Claims claims) {
        var issuedAt = claims.getIssuedAt();
        var notBefore = claims.getNotBefore();
        return issuedAt != null
                && !issuedAt.toInstant().isAfter(latest())
                && (notBefore == null || !notBefore.toInstant().isAfter(latest()));
    }

    private Instant latest() {
        return clock.instant().plus(TokenPolicy.SKEW);
    }

    private static @Nullable UUID uuid(@Nullable Object text) {
        if (!(text instanceof String written) || written.length() != 36) {
            return null;
        }
        return UUID.fromString(written);
    }
}
