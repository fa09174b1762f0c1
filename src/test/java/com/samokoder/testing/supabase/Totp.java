package com.samokoder.testing.supabase;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Time-based one-time passwords (RFC 6238), as an authenticator shows them. */
public final class Totp {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int STEP_SECONDS = 30;

    private Totp() {}

    /** The code of a secret in Base32 at a moment. */
    public static String code(String secret, Instant at) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(bytes(secret), "HmacSHA1"));
            var counter =
                    ByteBuffer.allocate(Long.BYTES).putLong(at.getEpochSecond() / STEP_SECONDS);
            var hash = mac.doFinal(counter.array());
            int offset = hash[hash.length - 1] & 0xf;
            int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7fffffff;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Whether a code is right at a moment, a step early or late included. */
    static boolean matches(String secret, String code, Instant at) {
        for (int step = -1; step <= 1; step++) {
            if (code(secret, at.plusSeconds((long) step * STEP_SECONDS)).equals(code)) {
                return true;
            }
        }
        return false;
    }

    static String secret(byte[] random) {
        var text = new StringBuilder();
        int buffer = 0;
        int bits = 0;
        for (byte next : random) {
            buffer = (buffer << 8) | (next & 0xff);
            bits += 8;
            while (bits >= 5) {
                text.append(ALPHABET.charAt((buffer >> (bits - 5)) & 0x1f));
                bits -= 5;
            }
        }
        return text.toString();
    }

    private static byte[] bytes(String secret) {
        var out = new ByteArrayOutputStream();
        int buffer = 0;
        int bits = 0;
        for (char letter : secret.toCharArray()) {
            buffer = (buffer << 5) | ALPHABET.indexOf(letter);
            bits += 5;
            if (bits >= 8) {
                out.write((buffer >> (bits - 8)) & 0xff);
                bits -= 8;
            }
        }
        return out.toByteArray();
    }
}
