package com.samokoder.keys;

import com.samokoder.platform.secrets.Sealed;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * A key as it lies in the database.
 *
 * @param scheme null, with all that follows, where the provider needs no key
 */
record SealedKey(
        UUID id,
        UUID userId,
        String provider,
        @Nullable String baseUrl,
        @Nullable Integer scheme,
        @Nullable String kekId,
        byte @Nullable [] nonce,
        byte @Nullable [] ciphertext) {

    @Nullable Sealed sealed() {
        if (scheme == null || kekId == null || nonce == null || ciphertext == null) {
            return null;
        }
        return new Sealed(scheme, kekId, nonce, ciphertext);
    }

    /** What is written beside the seal: the hint for its owner and the mark of duplicates. */
    record Written(
            int scheme,
            String kekId,
            byte[] nonce,
            byte[] ciphertext,
            String lastFour,
            byte[] fingerprint) {}

    /**
     * A key sealed anew.
     *
     * @param was the ciphertext that it replaces, if that is still there
     */
    record Resealed(
            UUID id,
            byte[] was,
            int scheme,
            String kekId,
            byte[] nonce,
            byte[] ciphertext,
            byte[] fingerprint) {}
}
