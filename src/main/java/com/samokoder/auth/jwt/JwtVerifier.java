package com.samokoder.auth.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.auth.UserId;
import com.samokoder.platform.secrets.Digests;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.Header;
import io.jsonwebtoken.Jws;
import io.jsonwebtoken.JwsHeader;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.UnsupportedJwtException;

import org.jspecify.annotations.Nullable;

import java.security.Key;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Tells whether a JWT is one of ours. The header chooses nothing but which of our own keys is
 * tried, and only a key of the kind that its algorithm needs. Whatever is wrong with a token, the
 * answer is the same.
 */
public final class JwtVerifier {
    private static final Set<String> HEADERS = Set.of("alg", "kid", "typ");
    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    private final VerificationKeys keys;
    private final Clock clock;
    private final JwtParser parser;
    private final Cache<String, VerifiedToken> verified =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    public JwtVerifier(VerificationKeys keys, TokenPolicy policy, Clock clock) {
        this.keys = keys;
        this.clock = clock;
        this.parser =
                Jwts.parser()
                        .keyLocator(this::locate)
                        .sig()
                        .clear()
                        .add(Jwts.SIG.ES256)
                        .add(Jwts.SIG.RS256)
                        .and()
                        .zip()
                        .clear()
                        .and()
                        .enc()
                        .clear()
                        .and()
                        .key()
                        .clear()
                        .and()
                        .clock(() -> Date.from(clock.instant()))
                        .clockSkewSeconds(TokenPolicy.SKEW.toSeconds())
                        .requireIssuer(policy.issuer())
                        .build();
    }

    /** The token's contents, or empty when it must not be trusted. */
    public Optional<VerifiedToken> verify(String token) {
        if (token.length() > TokenPolicy.LONGEST) {
            return Optional.empty();
        }
        var digest = HexFormat.of().formatHex(Digests.sha256(token));
        var known = verified.getIfPresent(digest);
        if (known != null) {
            return Optional.of(known).filter(this::unexpired);
        }
        var checked = parse(token);
        checked.ifPresent(fresh -> verified.put(digest, fresh));
        return checked;
    }

    private Optional<VerifiedToken> parse(String token) {
        try {
            return accept(parser.parseSignedClaims(token));
        } catch (JwtException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private Optional<VerifiedToken> accept(Jws<Claims> jws) {
        var claims = jws.getPayload();
        var user = uuid(claims.getSubject());
        var session = uuid(claims.get(TokenPolicy.SESSION_CLAIM));
        var expiry = claims.getExpiration();
        if (user == null || session == null || expiry == null || !saysWhatOursDo(jws)) {
            return Optional.empty();
        }
        var email = claims.get(TokenPolicy.EMAIL_CLAIM) instanceof String text ? text : "";
        return Optional.of(new VerifiedToken(new UserId(user), session, email, expiry.toInstant()));
    }

    private boolean saysWhatOursDo(Jws<Claims> jws) {
        var claims = jws.getPayload();
        var issuedAt = claims.getIssuedAt();
        var typ = jws.getHeader().getType();
        return HEADERS.containsAll(jws.getHeader().keySet())
                && (typ == null || typ.equals("JWT"))
                && issuedAt != null
                && !issuedAt.toInstant().isAfter(latest())
                && Set.of(TokenPolicy.AUDIENCE).equals(claims.getAudience())
                && TokenPolicy.ROLE.equals(claims.get(TokenPolicy.ROLE_CLAIM))
                && !claims.containsKey("client_id")
                && !Boolean.TRUE.equals(claims.get("is_anonymous"));
    }

    private boolean unexpired(VerifiedToken token) {
        return clock.instant().isBefore(token.expiresAt().plus(TokenPolicy.SKEW));
    }

    private Instant latest() {
        return clock.instant().plus(TokenPolicy.SKEW);
    }

    private Key locate(Header header) {
        if (!(header instanceof JwsHeader signed) || signed.getKeyId() == null) {
            throw new UnsupportedJwtException("not signed by a named key");
        }
        return switch (signed.getAlgorithm()) {
            case "ES256" -> find(signed.getKeyId(), ECPublicKey.class);
            case "RS256" -> find(signed.getKeyId(), RSAPublicKey.class);
            default -> throw new UnsupportedJwtException("not an algorithm of ours");
        };
    }

    private PublicKey find(String keyId, Class<? extends PublicKey> kind) {
        return keys.find(keyId)
                .filter(kind::isInstance)
                .orElseThrow(() -> new UnsupportedJwtException("not a key of ours"));
    }

    private static @Nullable UUID uuid(@Nullable Object text) {
        if (!(text instanceof String written) || written.length() != 36) {
            return null;
        }
        return UUID.fromString(written);
    }
}
