package com.samokoder.auth.local;

import com.samokoder.platform.secrets.MasterKeys;
import com.samokoder.platform.supabase.WithoutSupabase;

import org.springframework.stereotype.Component;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes refresh tokens. The first of a session is random; each next one is derived from the one
 * before, so that asking twice with the same token gives the same answer, and a thief and the owner
 * who both ask end up with the same token, whose second use then tells of the theft.
 */
@WithoutSupabase
@Component
final class RefreshTokens {
    private static final int BYTES = 32;
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKey key;
    private final SecureRandom random = new SecureRandom();

    RefreshTokens(MasterKeys keys) {
        this.key =
                new SecretKeySpec(
                        keys.derive("samokoder/refresh-successor").getEncoded(), ALGORITHM);
    }

    String first() {
        var bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return encode(bytes);
    }

    String successor(String token) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return encode(mac.doFinal(token.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every Java platform has HMAC-SHA256", impossible);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
