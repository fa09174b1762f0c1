package com.samokoder.auth.local;

import io.jsonwebtoken.Jwts;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Puts tokens together byte by byte, as an attacker would. */
final class TokenForge {
    static final KeyPair OTHER_EC = Jwts.SIG.ES256.keyPair().build();
    static final KeyPair OTHER_RSA = Jwts.SIG.RS256.keyPair().build();

    private TokenForge() {}

    static String part(String text) {
        return part(text.getBytes(StandardCharsets.UTF_8));
    }

    static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    static String es256(String header, String payload, PrivateKey key) {
        return sign("SHA256withECDSAinP1363Format", part(header) + "." + part(payload), key);
    }

    /** Signs what is already encoded. */
    static String sign(String algorithm, String content, PrivateKey key) {
        try {
            var signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + part(signature.sign());
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String hmac(String algorithm, String content, byte[] key) {
        try {
            var mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return content + "." + part(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
