package com.samokoder.auth.jwt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.samokoder.platform.secrets.Digests;

import io.jsonwebtoken.Header;
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
import java.util.Date;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Tells whether a JWT is one of ours. The header chooses nothing but which of our own keys is
 * tried, and only a key of the kind that its algorithm needs. Whatever is wrong with a token, the
 * answer is the same.
 */
public final class JwtVerifier implements TokenVerifier {
    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final int MOST = 10_000;

    private final VerificationKeys keys;
    private final TokenPolicy policy;
    private final TokenRules rules;
    private final JwtParser parser;
    private final Cache<String, VerifiedToken> verified =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();

    public JwtVerifier(VerificationKeys keys, TokenPolicy policy, Clock clock) {
        this.keys = keys;
        this.policy = policy;
        this.rules = new TokenRules(policy, clock);
        this.parser = parser(clock);
    }

    private JwtParser parser(Clock clock) {
        return Jwts.parser()
                .keyLocator(this::locate)
                .sig()
                .clear()
                .add(Jwts.SIG.ES256)
                .add(Jwts.SIG.RS256)
                .add(Jwts.SIG.HS256)
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

    @Override
    public Optional<VerifiedToken> verify(String token) {
        if (token.length() > TokenPolicy.LONGEST) {
            return Optional.empty();
        }
        var digest = HexFormat.of().formatHex(Digests.sha256(token));
        var known = verified.getIfPresent(digest);
        if (known != null) {
            return Optional.of(known).filter(rules::unexpired);
        }
        var checked = parse(token);
        checked.ifPresent(fresh -> verified.put(digest, fresh));
        return checked;
    }

    private Optional<VerifiedToken> parse(String token) {
        try {
            var signed = parser.parseSignedClaims(token);
            return rules.accept(signed.getHeader(), signed.getPayload());
        } catch (JwtException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /** The algorithm is bound to a kind of key before any key is looked up. */
    private Key locate(Header header) {
        if (!(header instanceof JwsHeader signed)) {
            throw new UnsupportedJwtException("not signed");
        }
        return switch (signed.getAlgorithm()) {
            case "ES256" -> find(signed.getKeyId(), ECPublicKey.class);
            case "RS256" -> find(signed.getKeyId(), RSAPublicKey.class);
            case "HS256" ->
                    policy.sharedSecret()
                            .orElseThrow(
                                    () -> new UnsupportedJwtException("not an algorithm of ours"));
            default -> throw new UnsupportedJwtException("not an algorithm of ours");
        };
    }

    private PublicKey find(@Nullable String keyId, Class<? extends PublicKey> kind) {
        if (keyId == null) {
            throw new UnsupportedJwtException("not signed by a named key");
        }
        return keys.find(keyId)
                .filter(kind::isInstance)
                .orElseThrow(() -> new UnsupportedJwtException("not a key of ours"));
    }
}
