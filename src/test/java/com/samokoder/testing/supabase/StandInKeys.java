package com.samokoder.testing.supabase;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;

import tools.jackson.databind.json.JsonMapper;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The keys of a stand-in for a Supabase project, made anew for each: the older shared secret with
 * its two JWT keys, the newer pair of API keys, and the ES256 key that signs users' access tokens.
 */
public final class StandInKeys {
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final String secret = random(24);
    private final String publishable = "sb_publishable_" + random(12);
    private final String secretKey = "sb_secret_" + random(16);
    private final KeyPair pair = Jwts.SIG.ES256.keyPair().build();
    private final String keyId = random(8);

    private static String random(int bytes) {
        var value = new byte[bytes];
        new SecureRandom().nextBytes(value);
        return HexFormat.of().formatHex(value);
    }

    /** The project's older JWT secret (HS256). */
    public String jwtSecret() {
        return secret;
    }

    public String publishableKey() {
        return publishable;
    }

    public String secretKey() {
        return secretKey;
    }

    /** The older key that everybody may know. */
    public String anonKey() {
        return hs256(
                Map.of(
                        "iss",
                        "supabase",
                        "role",
                        "anon",
                        "iat",
                        1_700_000_000,
                        "exp",
                        4_102_444_800L));
    }

    /** The older key that opens everything. */
    public String serviceRoleKey() {
        return hs256(
                Map.of(
                        "iss",
                        "supabase",
                        "role",
                        "service_role",
                        "iat",
                        1_700_000_000,
                        "exp",
                        4_102_444_800L));
    }

    /** A JWT over any claims, signed with the shared secret. */
    public String hs256(Map<String, ?> claims) {
        return hs256(
                Map.of("alg", "HS256", "typ", "JWT"),
                JsonMapper.shared().writeValueAsString(claims));
    }

    /** A JWT over any header and payload, signed with the shared secret. */
    public String hs256(Map<String, ?> header, String payload) {
        return Hs256.sign(secret, JsonMapper.shared().writeValueAsString(header), payload);
    }

    /** A JWT over any claims, signed with the key that is published. */
    public String es256(Map<String, ?> claims) {
        return Jwts.builder()
                .header()
                .type("JWT")
                .keyId(keyId)
                .and()
                .claims(new LinkedHashMap<>(claims))
                .signWith(pair.getPrivate(), Jwts.SIG.ES256)
                .compact();
    }

    /** A user's access token, good for an hour. */
    public String accessToken(String issuer, String user, String session) {
        long now = Instant.now().getEpochSecond();
        return es256(
                Map.of(
                        "iss",
                        issuer,
                        "sub",
                        user,
                        "aud",
                        "authenticated",
                        "role",
                        "authenticated",
                        "session_id",
                        session,
                        "iat",
                        now,
                        "exp",
                        now + 3_600,
                        "is_anonymous",
                        false));
    }

    public String keyId() {
        return keyId;
    }

    public ECPublicKey publicKey() {
        return (ECPublicKey) pair.getPublic();
    }

    /** What {@code /.well-known/jwks.json} answers. */
    public String jwks() {
        var key = Jwks.builder().key(publicKey()).id(keyId).algorithm("ES256").build();
        return JsonMapper.shared()
                .writeValueAsString(Map.of("keys", java.util.List.of(new LinkedHashMap<>(key))));
    }

    /** Compact JWS with a shared secret, over text that need not be valid. */
    static final class Hs256 {
        private Hs256() {}

        static String sign(String secret, String header, String payload) {
            var signed = encode(header) + "." + encode(payload);
            return signed + "." + BASE64.encodeToString(mac(secret, signed));
        }

        private static String encode(String text) {
            return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static byte[] mac(String secret, String text) {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
                return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
            } catch (GeneralSecurityException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
    }
}
