package com.samokoder.testing.supabase;

import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import io.jsonwebtoken.security.Keys;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.KeyPair;
import java.security.interfaces.ECPublicKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Signs and checks access tokens: with a published key, a rotated one, or the legacy secret. */
final class AuthTokens {
    private final StandInKeys keys;
    private final List<Rotated> rotated = new CopyOnWriteArrayList<>();
    private volatile boolean legacy;

    private record Rotated(String kid, KeyPair pair) {}

    AuthTokens(StandInKeys keys) {
        this.keys = keys;
    }

    void useLegacySecret(boolean use) {
        legacy = use;
    }

    /** Signs with a key that nobody has heard of yet. */
    void rotate() {
        rotated.add(new Rotated(UUID.randomUUID().toString(), Jwts.SIG.ES256.keyPair().build()));
    }

    String sign(Map<String, ?> claims) {
        if (legacy) {
            return keys.hs256(claims);
        }
        if (rotated.isEmpty()) {
            return keys.es256(claims);
        }
        var newest = rotated.getLast();
        return Jwts.builder()
                .header()
                .type("JWT")
                .keyId(newest.kid())
                .and()
                .claims(new LinkedHashMap<>(claims))
                .signWith(newest.pair().getPrivate(), Jwts.SIG.ES256)
                .compact();
    }

    /** The published set; empty where the legacy secret signs. */
    String published() {
        if (legacy) {
            return "{\"keys\":[]}";
        }
        var set = new ArrayList<Map<String, Object>>();
        set.add(describe(keys.keyId(), keys.publicKey()));
        rotated.forEach(key -> set.add(describe(key.kid(), (ECPublicKey) key.pair().getPublic())));
        return JsonMapper.shared().writeValueAsString(Map.of("keys", set));
    }

    private static Map<String, Object> describe(String kid, ECPublicKey key) {
        return new LinkedHashMap<>(
                Jwks.builder().key(key).id(kid).algorithm("ES256").publicKeyUse("sig").build());
    }

    Optional<Claims> check(String token) {
        try {
            return Optional.of(
                    Jwts.parser()
                            .keyLocator(header -> key(header.get("alg"), header.get("kid")))
                            .clockSkewSeconds(30)
                            .build()
                            .parseSignedClaims(token)
                            .getPayload());
        } catch (JwtException | IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    private Key key(Object algorithm, Object kid) {
        if ("HS256".equals(algorithm)) {
            return Keys.hmacShaKeyFor(keys.jwtSecret().getBytes(StandardCharsets.UTF_8));
        }
        return rotated.stream()
                .filter(key -> key.kid().equals(kid))
                .map(key -> key.pair().getPublic())
                .findFirst()
                .orElse(keys.publicKey());
    }
}
