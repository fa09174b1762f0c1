package com.samokoder.auth.security;

import com.samokoder.auth.token.AccessTokens;
import com.samokoder.platform.web.PlainPath;

import jakarta.servlet.http.HttpServletRequest;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * Git's way to carry an access token: HTTP Basic, with the token as the password of any user, or as
 * the user without a password, which is what a token in an address becomes.
 */
final class BasicCredential {
    static final String CHALLENGE = "Basic realm=\"Samokoder\", charset=\"UTF-8\"";
    private static final String SCHEME = "Basic ";
    private static final String PATHS = "/git/";

    private BasicCredential() {}

    static boolean isAskedFor(HttpServletRequest request) {
        return PlainPath.of(request).startsWith(PATHS);
    }

    /** The access token of a header; empty where it holds anything else. */
    static Optional<String> read(String header) {
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.empty();
        }
        return decode(header.substring(SCHEME.length()).strip()).flatMap(BasicCredential::token);
    }

    private static Optional<String> token(String userAndPassword) {
        int colon = userAndPassword.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        var password = userAndPassword.substring(colon + 1);
        var token = password.isEmpty() ? userAndPassword.substring(0, colon) : password;
        return Optional.of(token).filter(AccessTokens::looksLikeOne);
    }

    private static Optional<String> decode(String base64) {
        try {
            return Optional.of(
                    new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }
}
