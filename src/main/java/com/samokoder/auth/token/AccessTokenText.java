package com.samokoder.auth.token;

import com.samokoder.platform.secrets.Digests;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An access token as its owner holds it: {@code sk-samo-<public id>-<secret>}. The public id may
 * appear in logs, the secret never.
 */
record AccessTokenText(String publicId, String secret) {
    static final String PREFIX = "sk-samo-";
    private static final int PUBLIC_BYTES = 8;
    private static final int SECRET_BYTES = 32;

    /** Of the whole text, in characters. */
    static final int LENGTH = PREFIX.length() + 16 + 1 + 43;

    private static final Pattern SHAPE =
            Pattern.compile(PREFIX + "([0-9a-f]{16})-([A-Za-z0-9_-]{43})");

    static AccessTokenText make(SecureRandom random) {
        var publicBytes = new byte[PUBLIC_BYTES];
        var secretBytes = new byte[SECRET_BYTES];
        random.nextBytes(publicBytes);
        random.nextBytes(secretBytes);
        return new AccessTokenText(
                HexFormat.of().formatHex(publicBytes),
                Base64.getUrlEncoder().withoutPadding().encodeToString(secretBytes));
    }

    static Optional<AccessTokenText> parse(String text) {
        var parts = SHAPE.matcher(text);
        return parts.matches()
                ? Optional.of(new AccessTokenText(parts.group(1), parts.group(2)))
                : Optional.empty();
    }

    byte[] secretHash() {
        return Digests.sha256(secret);
    }

    String reveal() {
        return PREFIX + publicId + "-" + secret;
    }

    @Override
    public String toString() {
        return "AccessTokenText[" + publicId + "]";
    }
}
