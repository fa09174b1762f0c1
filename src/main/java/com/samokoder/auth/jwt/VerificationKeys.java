package com.samokoder.auth.jwt;

import java.security.PublicKey;
import java.util.Optional;

/** The public keys whose signatures count, by key id. */
public interface VerificationKeys {

    /**
     * @throws com.samokoder.platform.errors.ApiException {@code unavailable} when the keys cannot
     *     be read now
     */
    Optional<PublicKey> find(String keyId);
}
