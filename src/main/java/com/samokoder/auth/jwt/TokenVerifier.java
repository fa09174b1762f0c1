package com.samokoder.auth.jwt;

import java.util.Optional;

/** Tells whether a JWT is one of ours. */
public interface TokenVerifier {
    /**
     * The token's contents, or empty when it must not be trusted.
     *
     * @throws com.samokoder.platform.errors.ApiException {@code unavailable} when that cannot be
     *     told now
     */
    Optional<VerifiedToken> verify(String token);
}
