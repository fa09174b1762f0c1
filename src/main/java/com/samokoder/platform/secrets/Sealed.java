package com.samokoder.platform.secrets;

/**
 * A sealed value as it is stored.
 *
 * @param version of the scheme; 1 is AES-256-GCM under an HKDF subkey of the master key
 * @param kekId which master key opens it
 * @param nonce 96 random bits, never used twice
 * @param ciphertext with the 128-bit tag at its end
 */
public record Sealed(int version, String kekId, byte[] nonce, byte[] ciphertext) {
    @Override
    public String toString() {
        return "Sealed[kekId=" + kekId + "]";
    }
}
